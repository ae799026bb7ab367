package io.flowforge.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.form.FormField;
import java.util.ArrayList;
import java.util.List;

/** Values for the required fields of a form, as the options {@code --set} of a command. */
final class SampleForm {

  private static final String TEXT = "an example of a longer text";

  private SampleForm() {}

  static List<String> options(List<FormField> fields) {
    List<String> options = new ArrayList<>();
    for (FormField field : fields) {
      if (field.required()) {
        options.add("--set " + ShellWord.of(field.name() + "=" + value(field)));
      }
    }
    return options;
  }

  private static String value(FormField field) {
    return switch (field.type()) {
      case SELECT, CHECKBOXES -> field.options().isEmpty() ? "" : field.options().getFirst();
      case INPUT -> text(field);
    };
  }

  private static String text(FormField field) {
    JsonNode preset = field.defaultValue();
    String known = preset == null ? field.placeholder() : preset.asText();
    String text = known.length() >= Math.max(1, field.minLength()) ? known : TEXT;
    return text.length() >= field.minLength()
        ? text
        : text + ".".repeat(field.minLength() - text.length());
  }
}
