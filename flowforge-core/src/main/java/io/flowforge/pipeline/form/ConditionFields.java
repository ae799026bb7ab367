package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.check.ValueKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What conditions see of a form. */
public final class ConditionFields {

  private static final String FORM = "form";

  private ConditionFields() {}

  /** Returns the kinds of the values of fields, by the parts of the reference to each. */
  public static Map<List<String>, ValueKind> kinds(Form form) {
    Map<List<String>, ValueKind> kinds = new HashMap<>();
    form.fields().forEach(field -> kinds.put(List.of(FORM, field.name()), kind(field)));
    return kinds;
  }

  private static ValueKind kind(FormField field) {
    return switch (field.type()) {
      case CHECKBOXES -> ValueKind.LIST_OF_TEXT;
      case SELECT -> ValueKind.TEXT;
      case INPUT ->
          switch (field.rules().format()) {
            case TEXT, TEXTAREA, DATE -> ValueKind.TEXT;
            case NUMBER -> ValueKind.NUMBER;
            case BOOLEAN -> ValueKind.BOOLEAN;
          };
    };
  }

  /**
   * Returns the values that conditions read. An optional field that was left out has the empty
   * value of its kind: an empty text, an empty list, or null in place of a number or a boolean.
   *
   * @param typed form data with its types
   */
  public static ObjectNode values(Form form, ObjectNode typed) {
    ObjectNode values = JsonNodeFactory.instance.objectNode().setAll(typed);
    for (FormField field : form.fields()) {
      JsonNode value = values.get(field.name());
      if (!field.required() && (value == null || value.isNull())) {
        values.set(field.name(), empty(kind(field)));
      }
    }
    return values;
  }

  private static JsonNode empty(ValueKind kind) {
    return switch (kind) {
      case TEXT -> JsonNodeFactory.instance.textNode("");
      case LIST, LIST_OF_TEXT -> JsonNodeFactory.instance.arrayNode();
      case NUMBER, BOOLEAN, ANY -> JsonNodeFactory.instance.nullNode();
    };
  }
}
