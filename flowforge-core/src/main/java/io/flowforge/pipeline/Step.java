package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.policy.StepPolicy;

/**
 * One step of a pipeline.
 *
 * @param stepType the name of its {@link StepType}
 * @param nextStepName empty on the last step
 * @param prevStepName empty on the first step
 * @param parameters the parameters of the step type, with placeholders
 * @param policy timeout, retries and success codes
 */
public record Step(
    String stepName,
    String stepType,
    String nextStepName,
    String prevStepName,
    ObjectNode parameters,
    boolean isTerminalStep,
    StepPolicy policy) {

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

  /** Returns a copy whose parameters show no literal secrets. */
  Step masked(ParameterMask mask) {
    return new Step(
        stepName,
        stepType,
        nextStepName,
        prevStepName,
        mask.masked(parameters),
        isTerminalStep,
        policy);
  }
}
