package io.flowforge.step;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.reference.OutputRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outputs of a step whose result is one JSON value, into which they point. */
public final class JsonOutputs {

  private JsonOutputs() {}

  /** Returns the problems of outputs that such a step can never have. */
  public static List<String> problemsOf(Step step) {
    return step.outputs().entrySet().stream()
        .filter(output -> output.getValue().from() == null)
        .map(
            output ->
                "'outputs': '%s' comes from a header, which only API steps have; use from"
                    .formatted(output.getKey()))
        .toList();
  }

  /** Returns the outputs that there are. */
  public static Map<String, JsonNode> of(Step step, JsonNode result) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    step.outputs().forEach((name, rule) -> put(name, rule, result, found));
    return found;
  }

  private static void put(
      String name, OutputRule rule, JsonNode result, Map<String, JsonNode> found) {
    if (rule.from() != null) {
      JsonNode value = result.at(JsonPointer.compile(rule.from()));
      if (!value.isMissingNode() && !value.isNull()) {
        found.put(name, value);
      }
    }
  }
}
