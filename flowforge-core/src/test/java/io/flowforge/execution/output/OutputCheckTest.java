package io.flowforge.execution.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.pipeline.reference.StepFlow;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How deeply outputs may be nested, whatever type of step has made them. */
class OutputCheckTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @ParameterizedTest
  @CsvSource({"0, false", "79, false", "80, false", "81, true", "1000, true", "1500, true"})
  void valuesThatAreNestedTooDeeplyAreRefused(int depth, boolean isRefused) {
    Step step =
        new Step(
            "s",
            "ANY",
            "",
            "",
            JSON.objectNode(),
            true,
            StepPolicy.DEFAULT,
            new StepFlow("s", Map.of("o", new OutputRule("", null, null, false, false)), ""));
    String problem =
        isRefused
            ? "the output 'o' is nested more than %d levels deep; take a part of it"
                .formatted(PipelineLimits.DEPTH)
            : "";

    assertThat(OutputCheck.problemOf(step, Map.of("o", nested(depth)), 0).orElse(""))
        .isEqualTo(problem);
  }

  private static JsonNode nested(int depth) {
    JsonNode value = JSON.textNode("x");
    for (int level = 0; level < depth; level++) {
      ArrayNode array = JSON.arrayNode().add(value);
      ObjectNode object = JSON.objectNode();
      object.set("k", value);
      value = level % 2 == 0 ? array : object;
    }
    return value;
  }
}
