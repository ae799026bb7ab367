package io.flowforge.step.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import java.util.HashMap;
import java.util.Map;

/** The length of all values in a call: a short template can name a long value many times. */
final class FilledLength {

  /** The maximum length in characters, before values are escaped. */
  static final long MAX = 4L * 1024 * 1024;

  private FilledLength() {}

  /**
   * Checks the length before anything is filled in, and returns it.
   *
   * @throws IllegalArgumentException if there would be too many characters
   */
  static long require(ObjectNode parameters, PlaceholderValues values) {
    Map<String, Integer> lengths = new HashMap<>();
    var total = new long[1];
    var _ =
        Placeholders.replaced(
            parameters.toString(),
            name -> {
              total[0] += lengths.computeIfAbsent(name, key -> values.text(key).length());
              return "";
            });
    if (total[0] > MAX) {
      throw new IllegalArgumentException(
          ("the values in the call have more than %d characters together; use shorter values, or"
                  + " fewer placeholders")
              .formatted(MAX));
    }
    return total[0];
  }
}
