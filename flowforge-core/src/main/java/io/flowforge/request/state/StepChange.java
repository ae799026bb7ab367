package io.flowforge.request.state;

import io.flowforge.pipeline.Step;

/** A change of a step to another status. */
public record StepChange(String stepName, String stepType, StepStatus status) {

  public static StepChange of(Step step, StepStatus status) {
    return new StepChange(step.stepName(), step.stepType(), status);
  }
}
