package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import java.util.List;

/** The values of a form, from the words {@code name=value} of a command line. */
public final class FormValues {

  private FormValues() {}

  /**
   * Sets values in form data. A field of check boxes takes a value for each box that is checked.
   *
   * @param pipeline the pipeline with the form
   * @throws InvalidException if a word has no {@code =}
   */
  public static void set(ObjectNode formData, JsonNode pipeline, List<String> words) {
    List<String> problems =
        words.stream()
            .filter(word -> word.indexOf('=') <= 0)
            .map(word -> "--set '%s': write name=value".formatted(word))
            .toList();
    InvalidException.throwIfAny(problems);
    // What a file says about a field of check boxes is replaced, not added to.
    words.forEach(word -> formData.remove(name(word)));
    for (String word : words) {
      String name = name(word);
      String value = word.substring(name.length() + 1);
      if (isCheckBoxes(pipeline, name)) {
        formData.withArray("/" + escaped(name)).add(value);
      } else if (formData.has(name)) {
        throw new InvalidException("--set %s is given twice; it takes one value".formatted(name));
      } else {
        formData.put(name, value);
      }
    }
  }

  private static String name(String word) {
    return word.substring(0, word.indexOf('='));
  }

  private static boolean isCheckBoxes(JsonNode pipeline, String name) {
    for (JsonNode field : pipeline.path("form").path("fields")) {
      if (field.path("name").asText().equals(name)) {
        return field.path("type").asText().equals("checkboxes");
      }
    }
    return false;
  }

  /** Escapes a name for a JSON Pointer (RFC 6901). */
  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
