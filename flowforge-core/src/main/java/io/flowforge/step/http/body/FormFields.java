package io.flowforge.step.http.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.uri.PercentEncoding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An object that is sent as HTML form data. An array becomes several values of one name. */
final class FormFields {

  private FormFields() {}

  /** Returns the problems of an object whose fields are not plain values. */
  static List<String> problemsOf(JsonNode data) {
    if (!data.isObject()) {
      return List.of(
          "parameters.data: must be an object or a string with the Content-Type"
              + " application/x-www-form-urlencoded");
    }
    List<String> problems = new ArrayList<>();
    for (var field : data.properties()) {
      boolean isPlain = field.getValue().isValueNode();
      boolean isList = field.getValue().isArray();
      for (JsonNode element : field.getValue()) {
        isList &= element.isValueNode();
      }
      if (!isPlain && !isList) {
        problems.add(
            "parameters.data: '%s' has nested values, which a form cannot hold; write them as a"
                    .formatted(field.getKey())
                + " string, or use the Content-Type application/json");
      }
    }
    return problems;
  }

  /**
   * Returns the form data; a literal null is left out.
   *
   * @throws IllegalArgumentException if the object has nested values, or a value forms a name that
   *     exists already
   */
  static String filled(JsonNode data, PlaceholderValues values) {
    List<String> problems = problemsOf(data);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    List<String> pairs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (var field : data.properties()) {
      String name = values.inText(field.getKey());
      if (!names.add(name)) {
        throw new IllegalArgumentException("the data contains the key '" + name + "' twice");
      }
      if (field.getValue().isArray()) {
        field.getValue().forEach(element -> add(name, element, values, pairs));
      } else {
        add(name, field.getValue(), values, pairs);
      }
    }
    return String.join("&", pairs);
  }

  private static void add(
      String name, JsonNode template, PlaceholderValues values, List<String> pairs) {
    boolean isField =
        template.isTextual() && !Placeholders.soleNameIn(template.textValue()).isEmpty();
    JsonNode value = values.inJson(template);
    if (value.isArray()) {
      value.forEach(element -> pairs.add(pair(name, element)));
    } else if (!value.isNull()) {
      pairs.add(pair(name, value));
    } else if (isField) {
      // An empty field is sent with an empty value.
      pairs.add(pair(name, TextNode.valueOf("")));
    }
  }

  private static String pair(String name, JsonNode value) {
    return PercentEncoding.encodeForForm(name)
        + "="
        + PercentEncoding.encodeForForm(value.isNull() ? "" : value.asText());
  }
}
