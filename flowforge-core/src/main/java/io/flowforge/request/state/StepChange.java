package io.flowforge.request.state;

import io.flowforge.pipeline.Step;

/** That a step came to a status. */
public record StepChange(String stepName, String stepType, StepStatus status) {

  public static StepChange of(Step step, StepStatus status) {
    return new StepChange(step.stepName(), step.stepType(), status);
  }
}
