package io.flowforge.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.form.rule.ValueFormat;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.pipeline.reference.ValueReference.FieldValue;
import io.flowforge.pipeline.reference.ValueReference.LiteralText;
import io.flowforge.pipeline.reference.ValueReference.OtherValue;
import io.flowforge.pipeline.reference.ValueReference.OutputValue;
import io.flowforge.pipeline.reference.ValueReference.RequestValue;
import io.flowforge.scan.Excerpt;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values for the placeholders of a step: form data, outputs, values of the request, and
 * defaults.
 *
 * @param problem why the step cannot be executed; empty if it can
 */
public record StepInputs(PlaceholderValues values, Optional<String> problem) {

  /** Returns the values for a step, as far as they are known. */
  public static StepInputs of(
      Step step, Pipeline pipeline, ObjectNode formData, KnownValues known) {
    var inputs = new Collected(pipeline, formData, known);
    Placeholders.namesIn(step.parameters()).forEach(inputs::add);
    PlaceholderValues values =
        inputs.all == null
            ? new PlaceholderValues(formData)
            : new PlaceholderValues(inputs.all, inputs.repeated);
    return new StepInputs(
        values,
        inputs.missing.isEmpty()
            ? Optional.empty()
            : Optional.of("The step was not executed: " + String.join("; ", inputs.missing)));
  }

  /** Returns the values of the request that a step refers to, such as {@code user_email}. */
  public static Set<String> requestValuesOf(Step step, Pipeline pipeline) {
    Set<String> fields = fieldsOf(pipeline);
    Set<String> names = new HashSet<>();
    for (String name : Placeholders.namesIn(step.parameters())) {
      if (ValueReference.of(name, fields::contains).source() instanceof RequestValue value) {
        names.add(value.name());
      }
    }
    return names;
  }

  private static Set<String> fieldsOf(Pipeline pipeline) {
    Set<String> fields = new HashSet<>();
    pipeline.form().fields().stream().map(FormField::name).forEach(fields::add);
    return fields;
  }

  /** The values so far. */
  private static final class Collected {

    private final Pipeline pipeline;
    private final ObjectNode formData;
    private final KnownValues known;
    private final Set<String> fields;
    private final Set<String> repeated = new HashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private @Nullable ObjectNode all;

    private Collected(Pipeline pipeline, ObjectNode formData, KnownValues known) {
      this.pipeline = pipeline;
      this.formData = formData;
      this.known = known;
      this.fields = fieldsOf(pipeline);
    }

    private void add(String name) {
      ValueReference reference = ValueReference.of(name, fields::contains);
      String fallback = reference.fallback();
      switch (reference.source()) {
        case FieldValue(String field, boolean repeats) -> {
          if (repeats) {
            repeated.add(name);
            put(name, formData.get(field));
          } else if (fallback != null) {
            put(name, orDefault(formData.get(field), fallback, formatOf(field)));
          }
        }
        case OutputValue output -> {
          JsonNode value = valueOf(output);
          if (fallback == null && value == null) {
            problemOf(output).ifPresent(missing::add);
          }
          put(name, fallback == null ? value : orDefault(value, fallback, formatOf(output)));
        }
        case RequestValue(String value) -> {
          String text = known.request().get(value);
          if (text == null && fallback == null) {
            missing.add("'request.%s' has no value".formatted(Excerpt.of(value)));
          }
          JsonNode node = text == null ? null : TextNode.valueOf(text);
          put(name, fallback == null ? node : orDefault(node, fallback, ValueFormat.TEXT));
        }
        case LiteralText(String text) -> put(name, TextNode.valueOf(text));
        case OtherValue _ -> {
          // A secret, or a value that no field has; others look at these.
        }
      }
    }

    private @Nullable JsonNode valueOf(OutputValue output) {
      var ofStep = known.outputs().get(output.stepId());
      return ofStep == null ? null : ofStep.get(output.output());
    }

    /** An optional output is like an optional field: it may be empty. */
    private Optional<String> problemOf(OutputValue output) {
      String closed =
          known.closed().get(ValueReference.OUTPUTS + output.stepId() + "." + output.output());
      if (closed != null) {
        return Optional.of(closed);
      }
      Optional<Step> step = stepOf(output);
      OutputRule rule = step.map(s -> s.outputs().get(output.output())).orElse(null);
      boolean wasExecuted = known.outputs().containsKey(output.stepId());
      if (rule != null && rule.optional() && wasExecuted) {
        return Optional.empty();
      }
      return Optional.of(
          "'steps.%s.%s' has no value: %s"
              .formatted(
                  output.stepId(),
                  output.output(),
                  step.map(
                          s ->
                              wasExecuted
                                  ? "step '%s' did not have this output when it was executed; retry from it"
                                      .formatted(s.stepName())
                                  : "step '%s' was skipped, or had no outputs when it was executed"
                                      .formatted(s.stepName()))
                      .orElse("no step has this id")));
    }

    private Optional<Step> stepOf(OutputValue output) {
      return pipeline.steps().stream()
          .filter(step -> step.stepId().equals(output.stepId()))
          .findFirst();
    }

    private ValueFormat formatOf(String field) {
      return pipeline.form().fields().stream()
          .filter(known -> known.name().equals(field))
          .findFirst()
          .map(known -> known.rules().format())
          .orElse(ValueFormat.TEXT);
    }

    private ValueFormat formatOf(OutputValue output) {
      OutputRule rule =
          stepOf(output).map(step -> step.outputs().get(output.output())).orElse(null);
      return switch (rule == null ? null : rule.type()) {
        case NUMBER -> ValueFormat.NUMBER;
        case BOOLEAN -> ValueFormat.BOOLEAN;
        case STRING, OBJECT, ARRAY -> ValueFormat.TEXT;
        case null -> ValueFormat.TEXT;
      };
    }

    /** Returns the default if there is no value, with the type that the value would have. */
    private static JsonNode orDefault(
        @Nullable JsonNode value, String fallback, ValueFormat format) {
      return value == null || MissingValues.isMissing(value)
          ? FormDataTypes.typed(format, fallback)
          : value;
    }

    private void put(String name, @Nullable JsonNode value) {
      ObjectNode target = all;
      if (target == null) {
        target = JsonNodeFactory.instance.objectNode();
        target.setAll(formData);
        all = target;
      }
      target.set(name, value == null ? JsonNodeFactory.instance.nullNode() : value);
    }
  }
}
