package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.policy.StepPolicy;

/**
 * One step of a pipeline.
 *
 * @param stepType the name of its {@link StepType}
 * @param nextStepName empty on the last step
 * @param prevStepName empty on the first step
 * @param parameters what the step type needs, with placeholders
 * @param policy how it is executed: how long, how often
 */
public record Step(
    String stepName,
    String stepType,
    String nextStepName,
    String prevStepName,
    ObjectNode parameters,
    boolean isTerminalStep,
    StepPolicy policy) {

  /** A step that is executed as usual. */
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
        StepPolicy.USUAL);
  }
}
