package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.pipeline.reference.StepFlow;
import java.util.Map;

/**
 * One step of a pipeline.
 *
 * @param stepType the name of its {@link StepType}
 * @param nextStepName empty on the last step
 * @param prevStepName empty on the first step
 * @param parameters the parameters of the step type, with placeholders
 * @param policy timeout, retries and success codes
 * @param flow its id, outputs and condition
 */
public record Step(
    String stepName,
    String stepType,
    String nextStepName,
    String prevStepName,
    ObjectNode parameters,
    boolean isTerminalStep,
    StepPolicy policy,
    StepFlow flow) {

  /** Creates a step with the default policy. */
  public Step(
      String stepName,
      String stepType,
      String nextStepName,
      String prevStepName,
      ObjectNode parameters,
      boolean isTerminalStep) {
    this(
        stepName,
        stepType,
        nextStepName,
        prevStepName,
        parameters,
        isTerminalStep,
        StepPolicy.DEFAULT);
  }

  /** Creates a step that has nothing to do with others. */
  public Step(
      String stepName,
      String stepType,
      String nextStepName,
      String prevStepName,
      ObjectNode parameters,
      boolean isTerminalStep,
      StepPolicy policy) {
    this(
        stepName,
        stepType,
        nextStepName,
        prevStepName,
        parameters,
        isTerminalStep,
        policy,
        StepFlow.NONE);
  }

  /** Returns the id by which later steps refer to this one; empty for none. */
  public String stepId() {
    return flow.stepId();
  }

  /** Returns what later steps may use, by name. */
  public Map<String, OutputRule> outputs() {
    return flow.outputs();
  }

  /** Returns the condition without which the step is skipped; empty for none. */
  public String when() {
    return flow.when();
  }

  /** Returns a copy with other parameters. */
  public Step with(ObjectNode others) {
    return new Step(
        stepName, stepType, nextStepName, prevStepName, others, isTerminalStep, policy, flow);
  }

  /** Returns a copy whose parameters show no literal secrets. */
  Step masked(ParameterMask mask) {
    return with(mask.masked(parameters));
  }
}
