package io.flowforge.step.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import java.util.HashMap;
import java.util.Map;

/** The length of a call with all values: a short template can name a long value many times. */
final class FilledLength {

  /** The maximum length in characters, before values are escaped. */
  static final long MAX = 4L * 1024 * 1024;

  private FilledLength() {}

  /**
   * Checks the length before anything is filled in, and returns it.
   *
   * @throws IllegalArgumentException if the call would be too long
   */
  static long require(ObjectNode parameters, PlaceholderValues values) {
    Map<String, Integer> lengths = new HashMap<>();
    String template = parameters.toString();
    var total = new long[] {template.length()};
    var _ =
        Placeholders.replaced(
            template,
            name -> {
              total[0] += lengths.computeIfAbsent(name, key -> values.text(key).length());
              return "";
            });
    if (total[0] > MAX) {
      throw new IllegalArgumentException(
          "the values make the call longer than %d characters; use shorter values, or fewer"
                  .formatted(MAX)
              + " placeholders");
    }
    return total[0];
  }
}
