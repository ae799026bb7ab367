package io.flowforge.pipeline;

import static io.flowforge.pipeline.PipelineValidator.missing;
import static io.flowforge.pipeline.PipelineValidator.orEmpty;
import static io.flowforge.pipeline.PipelineValidator.required;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.DisplayName;
import io.flowforge.pipeline.PipelineDraft.FieldDraft;
import io.flowforge.pipeline.PipelineDraft.FormDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validation of the form of a draft. */
final class FormValidator {

  private FormValidator() {}

  static Form validate(@Nullable FormDraft draft) {
    List<FormField> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (draft != null && draft.fields() != null) {
      for (FieldDraft fieldDraft : draft.fields()) {
        FormField field = field(fieldDraft);
        if (!names.add(field.name())) {
          throw new InvalidException("duplicate field name found: '" + field.name() + "'");
        }
        fields.add(field);
      }
    }
    return new Form(fields);
  }

  private static FormField field(@Nullable FieldDraft draft) {
    if (draft == null) {
      throw missing("name");
    }
    String name = required(draft.name(), "name");
    DisplayName.refuseControls("name", name);
    if (name.contains("{") || name.contains("}")) {
      // Placeholders end at a brace, so none could name this field.
      throw invalid("name");
    }
    String title = required(draft.title(), "title");
    FieldType type =
        FieldType.of(required(draft.type(), "type")).orElseThrow(() -> invalid("type"));
    int minLength = draft.minLength() == null ? 0 : draft.minLength();
    if (minLength < 0) {
      throw invalid("min_length");
    }
    return new FormField(
        name,
        title,
        orEmpty(draft.description()),
        type,
        Boolean.TRUE.equals(draft.required()),
        orEmpty(draft.placeholder()),
        minLength,
        type.hasOptions() ? options(draft.options()) : List.of(),
        draft.defaultValue() == null || draft.defaultValue().isNull()
            ? null
            : draft.defaultValue());
  }

  private static List<String> options(@Nullable JsonNode draft) {
    if (draft == null || draft.isNull()) {
      throw missing("options");
    }
    List<String> options = new ArrayList<>();
    for (JsonNode option : draft) {
      if (!option.isTextual()) {
        throw invalid("options");
      }
      options.add(option.textValue());
    }
    if (!draft.isArray() || options.isEmpty()) {
      throw invalid("options");
    }
    return options;
  }

  private static InvalidException invalid(String field) {
    return new InvalidException("invalid value found for field: '" + field + "'");
  }
}
