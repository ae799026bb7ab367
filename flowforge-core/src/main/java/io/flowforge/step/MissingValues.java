package io.flowforge.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.scan.Excerpt;
import io.flowforge.secret.reference.SecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that a step cannot do without. A placeholder that names no field and has no value, or
 * a required field without one, must not become an empty string: {@code DELETE /users/${id}} would
 * then call something else. An optional field may be empty.
 */
public final class MissingValues {

  private static final int MAX_NAMED = 10;

  private MissingValues() {}

  /**
   * Returns the sentence that says what is missing; empty if the step can be filled in.
   *
   * @param form the form of the pipeline, which may violate the rules for new pipelines
   */
  public static Optional<String> in(Step step, Form form, ObjectNode formData) {
    List<String> missing = new ArrayList<>();
    for (String name : Placeholders.namesIn(step.parameters())) {
      problem(name, form, formData.get(name)).ifPresent(missing::add);
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    int more = missing.size() - MAX_NAMED;
    return Optional.of(
        "The step was not executed: "
            + String.join("; ", missing.subList(0, Math.min(missing.size(), MAX_NAMED)))
            + (more > 0 ? "; and %d more".formatted(more) : ""));
  }

  private static Optional<String> problem(String name, Form form, @Nullable JsonNode value) {
    Optional<FormField> field =
        form.fields().stream().filter(known -> known.name().equals(name)).findFirst();
    if (field.isEmpty() && isOfAnotherKind(name, form)) {
      return Optional.empty();
    }
    if (field.isEmpty() && (SecretName.isReference(name) || name.equals(CallbackLinks.URL))) {
      // A secret or a URL that does not exist is another problem.
      return Optional.empty();
    }
    if (field.isEmpty() && isMissing(value)) {
      return Optional.of(
          "the placeholder '${%s}' names no field of the form".formatted(Excerpt.of(name)));
    }
    return field.filter(FormField::required).isPresent() && isMissing(value)
        ? Optional.of("the required field '%s' has no value".formatted(Excerpt.of(name)))
        : Optional.empty();
  }

  /** Whether there is a value for a default, an output and so on is known where they are read. */
  private static boolean isOfAnotherKind(String name, Form form) {
    ValueReference reference =
        ValueReference.of(
            name, other -> form.fields().stream().anyMatch(known -> known.name().equals(other)));
    return !(reference.source() instanceof ValueReference.OtherValue);
  }

  static boolean isMissing(@Nullable JsonNode value) {
    return value == null
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isArray() && value.isEmpty());
  }
}
