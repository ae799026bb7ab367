package io.flowforge.pipeline.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A placeholder at its place.
 *
 * @param path such as {@code parameters.headers.Accept}; the beginning of a long one
 * @param name what is between its braces
 * @param template the string in which it stands
 * @param isKey whether that string is a key of an object
 */
public record PlaceholderPlace(String path, String name, String template, boolean isKey) {

  private static final String PARAMETERS = "parameters";

  /** The maximum length of a path: many placeholders may stand below a key of any length. */
  private static final int MAX_PATH = 1_000;

  /**
   * Returns all placeholders of a step, in their order.
   *
   * @param namesIn finds the names in a string
   */
  public static List<PlaceholderPlace> in(
      ObjectNode parameters, Function<String, Set<String>> namesIn) {
    List<PlaceholderPlace> places = new ArrayList<>();
    collect(PARAMETERS, parameters, namesIn, places);
    return places;
  }

  /** Returns the placeholder as it is written. */
  public String shown() {
    return "${" + name + "}";
  }

  /** Tests whether it stands in a value of the given parameter. */
  public boolean isIn(String parameter) {
    String prefix = PARAMETERS + "." + parameter;
    return path.equals(prefix) || path.startsWith(prefix + ".") || path.startsWith(prefix + "[");
  }

  private static void collect(
      String path,
      JsonNode value,
      Function<String, Set<String>> namesIn,
      List<PlaceholderPlace> places) {
    if (value.isTextual()) {
      String text = value.textValue();
      namesIn
          .apply(text)
          .forEach(name -> places.add(new PlaceholderPlace(path, name, text, false)));
    }
    value
        .properties()
        .forEach(
            field -> {
              String key = field.getKey();
              namesIn
                  .apply(key)
                  .forEach(name -> places.add(new PlaceholderPlace(path, name, key, true)));
              collect(Excerpt.of(path + "." + key, MAX_PATH), field.getValue(), namesIn, places);
            });
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        collect(Excerpt.of(path + "[" + i + "]", MAX_PATH), value.get(i), namesIn, places);
      }
    }
  }
}
