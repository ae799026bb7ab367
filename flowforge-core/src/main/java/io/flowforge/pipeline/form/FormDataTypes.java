package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.form.rule.InputReading;
import io.flowforge.pipeline.form.rule.ValueFormat;

/** The types of form data: stores hold strings, which stand for numbers and booleans, too. */
public final class FormDataTypes {

  private FormDataTypes() {}

  /** Returns the text as a value of the format; as text if it is none. */
  public static JsonNode typed(ValueFormat format, String text) {
    return InputReading.of(format, TextNode.valueOf(text))
                instanceof InputReading.Understood readable
            && !readable.text().isEmpty()
        ? readable.json()
        : TextNode.valueOf(text);
  }

  /**
   * Returns form data with numbers and booleans in place of the strings of inputs that have such a
   * format, and null for empty ones. Numbers keep all of their digits, and their text is the stored
   * one. Everything else is as it was, also what does not fit its format.
   */
  public static ObjectNode typed(Form form, ObjectNode formData) {
    ObjectNode typed = JsonNodeFactory.instance.objectNode();
    for (FormField field : form.fields()) {
      JsonNode value = formData.get(field.name());
      if (value == null || field.rules().format().isText()) {
        continue;
      }
      if (InputReading.of(field.rules().format(), value)
          instanceof InputReading.Understood readable) {
        typed.set(field.name(), readable.json());
      }
    }
    return typed.isEmpty()
        ? formData
        : JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(formData).setAll(typed);
  }
}
