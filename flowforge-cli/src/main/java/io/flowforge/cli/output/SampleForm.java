package io.flowforge.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormDataValidator;
import io.flowforge.pipeline.form.FormField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  /** Returns the first value that the server would accept; of a pattern, none may be known. */
  private static String text(FormField field) {
    String sample =
        switch (field.rules().format()) {
          case TEXT, TEXTAREA -> TEXT;
          case NUMBER -> "1";
          case BOOLEAN -> "true";
          case DATE -> "2026-01-31";
        };
    JsonNode preset = field.defaultValue();
    return Stream.of(
            preset == null ? field.placeholder() : preset.asText(),
            field.rules().min(),
            field.rules().max(),
            sample,
            TEXT.substring(0, Math.clamp(field.rules().maxLength(), 1, TEXT.length())))
        .filter(text -> !text.isEmpty() && isAccepted(field, text))
        .findFirst()
        .orElseGet(() -> sample + ".".repeat(Math.max(0, field.minLength() - sample.length())));
  }

  private static boolean isAccepted(FormField field, String text) {
    try {
      var _ =
          FormDataValidator.validate(
              new Form(List.of(field)),
              JsonNodeFactory.instance.objectNode().put(field.name(), text));
      return true;
    } catch (InvalidException e) {
      return false;
    }
  }
}
