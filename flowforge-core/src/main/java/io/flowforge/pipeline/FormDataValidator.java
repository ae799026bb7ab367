package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validation of form data against a form. */
public final class FormDataValidator {

  private FormDataValidator() {}

  /**
   * Checks every field of the form and every value.
   *
   * @throws InvalidException with all problems in its details
   */
  public static void validate(Form form, ObjectNode data) {
    List<String> problems = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (FormField field : form.fields()) {
      known.add(field.name());
      check(field, data.get(field.name()), problems);
    }
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add("field '" + name + "' is not in the form");
              }
            });
    if (!problems.isEmpty()) {
      throw new InvalidException("invalid form data: " + problems.getFirst(), problems);
    }
  }

  private static void check(FormField field, @Nullable JsonNode value, List<String> problems) {
    if (value == null || value.isNull()) {
      if (field.required()) {
        problems.add("missing required field: '" + field.name() + "'");
      }
      return;
    }
    switch (field.type()) {
      case INPUT -> checkInput(field, value, problems);
      case SELECT -> checkSelect(field, value, problems);
      case CHECKBOXES -> checkCheckboxes(field, value, problems);
    }
  }

  private static void checkInput(FormField field, JsonNode value, List<String> problems) {
    if (!value.isTextual()) {
      problems.add("field '" + field.name() + "' must be a string");
      return;
    }
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    if (field.required() && text.isEmpty()) {
      problems.add("missing required field: '" + field.name() + "'");
    } else if (length < field.minLength() && (field.required() || length > 0)) {
      // Some browsers send "" for an untouched optional field: a missing value, not a short one.
      problems.add(
          "field '%s' must have at least %d characters".formatted(field.name(), field.minLength()));
    }
  }

  private static void checkSelect(FormField field, JsonNode value, List<String> problems) {
    if (!value.isTextual()) {
      problems.add("field '" + field.name() + "' must be a string");
    } else {
      checkOption(field, value, problems);
    }
  }

  private static void checkCheckboxes(FormField field, JsonNode value, List<String> problems) {
    if (!value.isArray()) {
      problems.add("field '" + field.name() + "' must be an array of its options");
      return;
    }
    if (field.required() && value.isEmpty()) {
      problems.add("missing required field: '" + field.name() + "'");
    }
    value.forEach(option -> checkOption(field, option, problems));
  }

  private static void checkOption(FormField field, JsonNode option, List<String> problems) {
    if (!option.isTextual() || !field.options().contains(option.textValue())) {
      problems.add(
          "field '%s' has no option %s; it has %s"
              .formatted(field.name(), option, String.join(", ", field.options())));
    }
  }
}
