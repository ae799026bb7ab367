package io.flowforge.execution.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.KnownValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outputs of one request while it runs. Not thread-safe. */
public final class RunOutputs {

  private final OutputRecords records;
  private final Pipeline pipeline;
  private final int run;
  private final Map<String, OutputValues> byStep = new LinkedHashMap<>();
  private final Map<String, String> closed = new HashMap<>();

  RunOutputs(OutputRecords records, Pipeline pipeline, int run) {
    this.records = records;
    this.pipeline = pipeline;
    this.run = run;
  }

  /** The outputs of a step that has just been executed, which are not recorded yet. */
  public static final class NewOutputs {

    private final Step step;
    private final OutputValues values;

    private NewOutputs(Step step, OutputValues values) {
      this.step = step;
      this.values = values;
    }
  }

  void add(OutputRecords.Recorded recorded) {
    byStep.putAll(recorded.byStep());
    for (Step step : pipeline.steps()) {
      recorded
          .closed()
          .getOrDefault(step.stepName(), Set.of())
          .forEach(
              name ->
                  closed.put(
                      ValueReference.OUTPUTS + step.stepId() + "." + name,
                      "this server cannot open the secret output '%s' of step '%s'; its log says why"
                          .formatted(name, step.stepName())));
    }
  }

  /**
   * Returns what placeholders of a step may stand for.
   *
   * @param request the values of the request
   */
  public KnownValues known(Step step, Map<String, String> request) {
    Map<String, Map<String, JsonNode>> outputs = new HashMap<>();
    for (Step earlier : before(step)) {
      OutputValues values = byStep.get(earlier.stepName());
      if (values != null && !earlier.stepId().isEmpty()) {
        Map<String, JsonNode> all = new HashMap<>();
        values.plain().properties().forEach(output -> all.put(output.getKey(), output.getValue()));
        values.secret().forEach((name, value) -> all.put(name, TextNode.valueOf(value)));
        outputs.put(earlier.stepId(), all);
      }
    }
    return new KnownValues(outputs, Map.copyOf(closed), request);
  }

  /** Returns the outputs that a condition of a step may read, by the id of their step. */
  public ObjectNode forCondition(Step step) {
    ObjectNode steps = JsonNodeFactory.instance.objectNode();
    for (Step earlier : before(step)) {
      OutputValues values = byStep.get(earlier.stepName());
      if (values != null && !earlier.stepId().isEmpty()) {
        steps.set(earlier.stepId(), values.plain());
      }
    }
    return steps;
  }

  /** Returns the secret outputs, which no log may show. */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    byStep.values().forEach(values -> secrets.addAll(values.secret().values()));
    return secrets;
  }

  /** Returns why a step must not be executed: nobody could keep its outputs. */
  public Optional<String> problemBefore(Step step) {
    return step.flow().hasSecretOutputs() && !records.canSeal()
        ? Optional.of(
            "The step was not executed: it has secret outputs, and FLOWFORGE_SECRET_KEYS is not set; an operator has to set it")
        : Optional.empty();
  }

  /**
   * Returns what is wrong with the outputs of a step that has been executed; empty if nothing is.
   */
  public Optional<String> problemOf(Step step, Map<String, JsonNode> found) {
    int earlierBytes =
        before(step).stream()
            .map(earlier -> byStep.get(earlier.stepName()))
            .mapToInt(values -> values == null ? 0 : values.bytes())
            .sum();
    return OutputCheck.problemOf(step, found, earlierBytes)
        .map(problem -> "The step was executed, but " + problem);
  }

  /** Returns the outputs of a step that have no problem. */
  public NewOutputs valid(Step step, Map<String, JsonNode> found) {
    return new NewOutputs(step, OutputCheck.valuesOf(step, found));
  }

  /** Writes the outputs of a step in the transaction that records its outcome. */
  public void write(Tx tx, ExecutionState state, NewOutputs outputs) {
    writeSkipped(tx, state, outputs.step);
    if (!outputs.step.outputs().isEmpty()) {
      records.write(tx, state, outputs.step.stepName(), outputs.values);
    }
  }

  /** Removes what an earlier run has recorded of a step that is skipped, and of those after it. */
  public void writeSkipped(Tx tx, ExecutionState state, Step step) {
    if (run > 1 && !step.outputs().isEmpty()) {
      records.keepOnly(tx, state, before(step).stream().map(Step::stepName).toList());
    }
  }

  /** Lets later steps know the outputs of a step whose outcome is committed. */
  public void keep(NewOutputs outputs) {
    if (!outputs.step.outputs().isEmpty()) {
      byStep.put(outputs.step.stepName(), outputs.values);
    }
  }

  private List<Step> before(Step step) {
    List<Step> order = pipeline.stepsInOrder();
    return order.subList(0, Math.max(order.indexOf(step), 0));
  }
}
