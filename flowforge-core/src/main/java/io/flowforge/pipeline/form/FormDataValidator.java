package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.form.rule.InputReading;
import io.flowforge.pipeline.problem.FoundProblems;
import io.flowforge.scan.Excerpt;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validation of form data against a form. Not thread-safe. */
public final class FormDataValidator {

  private final FoundProblems problems = new FoundProblems();
  private final ObjectNode stored;

  private FormDataValidator(ObjectNode data) {
    this.stored = JsonNodeFactory.instance.objectNode().setAll(data);
  }

  /**
   * Checks every field of the form and every value. Returns the data as it is to be stored, with
   * the value of each input as a string.
   *
   * @throws InvalidException with the problems in its details
   */
  public static ObjectNode validate(Form form, ObjectNode data) {
    var validator = new FormDataValidator(data);
    validator.check(form, data);
    return validator.stored;
  }

  private void check(Form form, ObjectNode data) {
    Set<String> known = new HashSet<>();
    for (FormField field : form.fields()) {
      known.add(field.name());
      check(field, data.get(field.name()));
    }
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(() -> "field '%s' is not in the form".formatted(Excerpt.of(name)));
              }
            });
    problems.throwIfAny("invalid form data: ");
  }

  private void check(FormField field, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      if (field.required()) {
        add(field, "missing required field: '%s'");
      }
      return;
    }
    switch (field.type()) {
      case INPUT -> checkInput(field, value);
      case SELECT -> checkSelect(field, value);
      case CHECKBOXES -> checkCheckboxes(field, value);
    }
  }

  private void checkInput(FormField field, JsonNode value) {
    switch (InputReading.of(field.rules().format(), value)) {
      case InputReading.NotUnderstood(String problem) -> addOfValue(field, problem);
      case InputReading.Understood(var _, String text) -> {
        stored.put(field.name(), text);
        checkText(field, text);
      }
    }
  }

  private void checkText(FormField field, String text) {
    int length = text.codePointCount(0, text.length());
    if (text.isEmpty()) {
      // Some browsers send "" for an untouched optional field: a missing value, not a short one.
      if (field.required()) {
        add(field, "missing required field: '%s'");
      }
      return;
    }
    if (length < field.minLength()) {
      add(field, "field '%s' must have at least " + field.minLength() + " characters");
    }
    field.rules().problemsOf(text).forEach(problem -> addOfValue(field, problem));
  }

  private void checkSelect(FormField field, JsonNode value) {
    if (!value.isTextual()) {
      add(field, "field '%s' must be a string");
    } else if (!field.options().contains(value.textValue())) {
      addUnknownOption(field, value);
    }
  }

  private void checkCheckboxes(FormField field, JsonNode value) {
    if (!value.isArray()) {
      add(field, "field '%s' must be an array of its options");
      return;
    }
    if (field.required() && value.isEmpty()) {
      add(field, "missing required field: '%s'");
    }
    Set<String> options = Set.copyOf(field.options());
    for (JsonNode option : value) {
      if (!option.isTextual() || !options.contains(option.textValue())) {
        addUnknownOption(field, option);
      }
    }
  }

  private void addUnknownOption(FormField field, JsonNode option) {
    problems.add(
        () ->
            "field '%s' has no option %s; it has %s"
                .formatted(
                    Excerpt.of(field.name()),
                    Excerpt.of(option.toString()),
                    DefaultValue.shown(field.options())));
  }

  /**
   * Adds a problem that may quote the value.
   *
   * @param problem completes the sentence that begins with the field
   */
  private void addOfValue(FormField field, String problem) {
    problems.add(() -> "field '%s' %s".formatted(Excerpt.of(field.name()), problem));
  }

  /**
   * Adds a problem of a field.
   *
   * @param format a sentence with the place of the field's name
   */
  private void add(FormField field, String format) {
    problems.add(() -> format.replace("%s", Excerpt.of(field.name())));
  }
}
