package io.flowforge.step.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.condition.ConditionException;
import io.flowforge.condition.ConditionInput;
import io.flowforge.condition.Conditions;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.pipeline.form.FormDataTypes;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.reference.ReferenceScope;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.pipeline.reference.ValueReference.FieldValue;
import io.flowforge.pipeline.reference.ValueReference.LiteralText;
import io.flowforge.pipeline.reference.ValueReference.OtherValue;
import io.flowforge.pipeline.reference.ValueReference.OutputValue;
import io.flowforge.pipeline.reference.ValueReference.RequestValue;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.step.KnownValues;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepInputs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a run before it begins: which steps it skips, and the values that they see.
 * Values that exist only while a request runs are stand-ins. Not thread-safe; ask for the steps in
 * their order.
 */
final class RunForecast {

  private static final String ORGANIZATION = "org_id";

  /** What a condition may refer to and a preview knows. */
  private static final Set<String> KNOWN_VARIABLES = Set.of("form.", "request." + ORGANIZATION);

  private final Pipeline pipeline;
  private final ObjectNode formData;
  private final StandIns standIns;
  private final Set<String> fields = new HashSet<>();
  private final Map<String, Map<String, JsonNode>> outputs = new HashMap<>();
  private final Map<String, String> request = new HashMap<>();

  RunForecast(Pipeline pipeline, ObjectNode formData, PreviewRules rules, StandIns standIns) {
    this.pipeline = pipeline;
    this.formData = FormDataTypes.typed(pipeline.form(), formData);
    this.standIns = standIns;
    pipeline.form().fields().stream().map(FormField::name).forEach(fields::add);
    for (String name : ReferenceScope.REQUEST_VALUES) {
      if (rules.hasPublicUrl() || !name.equals("url")) {
        request.put(name, ofRun(ValueReference.REQUEST + name));
      }
    }
    request.put(ORGANIZATION, Integer.toString(pipeline.orgId()));
  }

  /** Whether a step is executed. */
  sealed interface StepForecast {

    /** It has no condition. */
    record Always() implements StepForecast {}

    /** Its condition holds. */
    record WillBeExecuted(String note) implements StepForecast {}

    /** Its condition is false. */
    record WillBeSkipped(String note) implements StepForecast {}

    /** That is decided while the request runs. */
    record Open(String note) implements StepForecast {}

    /** Its condition cannot be evaluated, so the request fails. */
    record WillFail(String problem) implements StepForecast {}
  }

  /** Returns the values that conditions and placeholders of fields see. */
  ObjectNode formData() {
    return formData;
  }

  /** Decides about a step as far as form data does. */
  StepForecast decide(Step step) {
    String when = step.when();
    if (when.isEmpty()) {
      return new StepForecast.Always();
    }
    if (!Conditions.referencesIn(when).stream().allMatch(RunForecast::isKnown)) {
      return new StepForecast.Open(
          "Executed if this condition holds, which is decided while the request runs: " + when);
    }
    var input =
        new ConditionInput(
            formData,
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode().put(ORGANIZATION, pipeline.orgId()));
    try {
      return Conditions.evaluate(when, input)
          ? new StepForecast.WillBeExecuted("Executed: the condition is true: " + when)
          : new StepForecast.WillBeSkipped("Skipped: the condition is false: " + when);
    } catch (ConditionException e) {
      return new StepForecast.WillFail(
          "The step was not executed: its condition failed: " + e.getMessage());
    }
  }

  private static boolean isKnown(String reference) {
    return KNOWN_VARIABLES.stream()
        .anyMatch(
            known -> known.endsWith(".") ? reference.startsWith(known) : reference.equals(known));
  }

  /** Returns the values for the placeholders of a step, as in a run, with stand-ins among them. */
  StepInputs inputsOf(Step step) {
    StepInputs inputs =
        StepInputs.of(step, pipeline, formData, new KnownValues(outputs, Map.of(), request));
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.setAll(inputs.values().formData());
    for (String name : Placeholders.namesIn(step.parameters())) {
      ValueReference reference = ValueReference.of(name, fields::contains);
      if (reference.fallback() != null && isStandIn(reference)) {
        // Which of both it is, is known while the request runs.
        all.put(name, ofRun(name));
      }
    }
    for (String secret : pipeline.secretsOf(step)) {
      all.put(SecretName.PREFIX + secret, standIns.standInFor(StandIns.SECRET));
    }
    if (Callbacks.isUsedBy(step, pipeline)) {
      all.put(CallbackLinks.URL, ofRun(CallbackLinks.URL));
    }
    return new StepInputs(new PlaceholderValues(all, inputs.values().repeated()), inputs.problem());
  }

  private boolean isStandIn(ValueReference reference) {
    return switch (reference.source()) {
      case OutputValue(String step, String output) ->
          outputs.getOrDefault(step, Map.of()).containsKey(output);
      case RequestValue(String name) -> standIns.areIn(request.getOrDefault(name, ""));
      case FieldValue _, LiteralText _, OtherValue _ -> false;
    };
  }

  /** Lets later steps refer to the outputs of a step that is, or may be, executed. */
  void keepOutputsOf(Step step) {
    if (step.stepId().isEmpty()) {
      return;
    }
    Map<String, JsonNode> values = new HashMap<>();
    for (String name : step.outputs().keySet()) {
      values.put(
          name, TextNode.valueOf(ofRun(ValueReference.OUTPUTS + step.stepId() + "." + name)));
    }
    outputs.put(step.stepId(), values);
  }

  private String ofRun(String placeholder) {
    return standIns.standInFor(StandIns.ofRun(placeholder));
  }
}
