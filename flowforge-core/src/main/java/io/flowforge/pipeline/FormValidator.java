package io.flowforge.pipeline;

import static io.flowforge.pipeline.PipelineValidator.missing;
import static io.flowforge.pipeline.PipelineValidator.orEmpty;
import static io.flowforge.pipeline.PipelineValidator.required;
import static io.flowforge.pipeline.StepsValidator.shown;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.PipelineDraft.FieldDraft;
import io.flowforge.pipeline.PipelineDraft.FormDraft;
import io.flowforge.pipeline.form.DefaultValue;
import io.flowforge.pipeline.form.FieldType;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.form.rule.InputRules;
import io.flowforge.pipeline.form.rule.RulesReader;
import io.flowforge.pipeline.problem.JsonStrings;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.text.TextLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The validation of the form of a draft. Not thread-safe. */
final class FormValidator {

  /** The beginnings of placeholders that stand for something else than a field. */
  private static final List<String> RESERVED =
      List.of(SecretName.PREFIX, "steps.", "request.", "callback.");

  private final PipelineProblems problems;
  private final RulesReader ruleReader = new RulesReader();
  private final Set<String> names = new HashSet<>();

  FormValidator(PipelineProblems problems) {
    this.problems = problems;
  }

  /** Returns the names of the fields, with problems or not. */
  Set<String> names() {
    return Set.copyOf(names);
  }

  Form validate(@Nullable FormDraft draft) {
    List<FormField> fields = new ArrayList<>();
    if (draft != null && draft.fields() != null) {
      int size = draft.fields().size();
      if (size > PipelineLimits.FIELDS) {
        problems.add(
            "form.fields",
            "must have at most %d entries; it has %d".formatted(PipelineLimits.FIELDS, size));
        draft.fields().forEach(field -> names.add(field == null ? "" : orEmpty(field.name())));
        return new Form(fields);
      }
      for (int i = 0; i < size; i++) {
        FormField field = field("form.fields[" + i + "].", draft.fields().get(i));
        if (field != null) {
          fields.add(field);
        }
      }
    }
    return new Form(fields);
  }

  private @Nullable FormField field(String path, @Nullable FieldDraft draft) {
    if (draft == null) {
      missing(path + "name", "name", problems);
      return null;
    }
    String name = required(draft.name(), path + "name", "name", problems);
    checkName(path, name);
    String title = required(draft.title(), path + "title", "title", problems);
    problems.addAll(TextLimit.NAME.problemsOf(path + "title", title));
    FieldType type = type(path, draft);
    String description = orEmpty(draft.description());
    problems.addAll(TextLimit.TEXT.problemsOf(path + "description", description));
    String placeholder = orEmpty(draft.placeholder());
    problems.addAll(PipelineLimits.PLACEHOLDER.problemsOf(path + "placeholder", placeholder));
    int minLength = draft.minLength() == null ? 0 : draft.minLength();
    if (minLength < 0 || minLength > PipelineLimits.MIN_LENGTH) {
      addInvalid(path, "min_length", "use 0 to " + PipelineLimits.MIN_LENGTH);
    }
    InputRules rules = rules(path, draft, type, minLength);
    if (type == null) {
      return null;
    }
    var field =
        new FormField(
            name,
            title,
            description,
            type,
            Boolean.TRUE.equals(draft.required()),
            placeholder,
            minLength,
            type.hasOptions() ? options(path, draft.options()) : List.of(),
            draft.defaultValue() == null || draft.defaultValue().isNull()
                ? null
                : draft.defaultValue(),
            rules);
    if (field.defaultValue() != null) {
      JsonStrings.check(path + "default", field.defaultValue(), problems);
      DefaultValue.problemsOf(field, field.defaultValue())
          .forEach(problem -> problems.add(path + "default", problem));
    }
    return field;
  }

  private void checkName(String path, String name) {
    problems.addAll(TextLimit.NAME.problemsOf(path + "name", name));
    if (name.contains("{") || name.contains("}")) {
      addInvalid(path, "name", "remove the braces, at which a placeholder ends");
    }
    RESERVED.stream()
        .filter(name::startsWith)
        .findFirst()
        .ifPresent(
            prefix ->
                addInvalid(
                    path,
                    "name",
                    "rename the field: names that begin with '%s' are for other values"
                        .formatted(prefix)));
    if (!name.isEmpty() && !names.add(name)) {
      problems.addKnown(
          path + "name", "duplicate field name found: '" + shown(name) + "'", "rename one of them");
    }
  }

  private @Nullable FieldType type(String path, FieldDraft draft) {
    String type = required(draft.type(), path + "type", "type", problems);
    FieldType known = FieldType.of(type).orElse(null);
    if (known == null && !type.isEmpty()) {
      addInvalid(path, "type", "use input, select or checkboxes");
    }
    return known;
  }

  /**
   * Reads the rules of an input; an unknown type is taken for one, so that all problems are found.
   */
  private InputRules rules(String path, FieldDraft draft, @Nullable FieldType type, int minLength) {
    BiConsumer<String, String> found = (name, problem) -> problems.add(path + name, problem);
    if (type == null || type == FieldType.INPUT) {
      return ruleReader.read(draft.rules(), minLength, found);
    }
    ruleReader.refuse(draft.rules(), found);
    return InputRules.NONE;
  }

  private List<String> options(String path, @Nullable JsonNode draft) {
    List<String> options = new ArrayList<>();
    if (draft == null || draft.isNull() || (draft.isArray() && draft.isEmpty())) {
      missing(path + "options", "options", problems);
      return options;
    }
    if (draft.size() > PipelineLimits.OPTIONS) {
      problems.add(
          path + "options",
          "must have at most %d entries; it has %d"
              .formatted(PipelineLimits.OPTIONS, draft.size()));
      return options;
    }
    boolean isValid = draft.isArray();
    for (JsonNode option : draft) {
      isValid &= option.isTextual() && !option.textValue().isBlank();
      options.add(option.asText());
    }
    if (!isValid) {
      addInvalid(path, "options", "write an array of strings that are not empty");
    }
    for (int i = 0; i < options.size(); i++) {
      problems.addAll(TextLimit.NAME.problemsOf(path + "options[" + i + "]", options.get(i)));
    }
    return options;
  }

  private void addInvalid(String path, String field, String cure) {
    problems.addKnown(path + field, "invalid value found for field: '" + field + "'", cure);
  }
}
