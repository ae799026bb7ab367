package io.flowforge.pipeline.reference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.check.ValueKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step has to do with the other steps of its pipeline.
 *
 * @param stepId by which later steps refer to it; empty for none
 * @param outputs what later steps may use, by name, in the order of the pipeline
 * @param when the condition without which it is skipped; empty for none
 */
public record StepFlow(String stepId, Map<String, OutputRule> outputs, String when) {

  /** A step on its own. */
  public static final StepFlow NONE = new StepFlow("", Map.of(), "");

  public StepFlow {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Returns whether the step may be skipped. */
  public boolean isConditional() {
    return !when.isEmpty();
  }

  /** Returns the kinds of the outputs, by the parts of the reference to each. */
  public Map<List<String>, ValueKind> kinds() {
    Map<List<String>, ValueKind> kinds = new LinkedHashMap<>();
    outputs.forEach((name, rule) -> kinds.put(List.of("steps", stepId, name), rule.kind()));
    return kinds;
  }

  /** Returns whether any output is secret. */
  public boolean hasSecretOutputs() {
    return outputs.values().stream().anyMatch(OutputRule::secret);
  }

  /** Returns the fields of a step that are set, with the names of the API. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!stepId.isEmpty()) {
      json.put("step_id", stepId);
    }
    if (!outputs.isEmpty()) {
      ObjectNode rules = json.putObject("outputs");
      outputs.forEach((name, rule) -> rules.set(name, rule.toJson()));
    }
    if (!when.isEmpty()) {
      json.put("when", when);
    }
    return json;
  }
}
