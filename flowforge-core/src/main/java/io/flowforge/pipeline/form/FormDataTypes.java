package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.form.rule.InputReading;

/** The types of form data: stores hold strings, which stand for numbers and booleans, too. */
public final class FormDataTypes {

  private FormDataTypes() {}

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
