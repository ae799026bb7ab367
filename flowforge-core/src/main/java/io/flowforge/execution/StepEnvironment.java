package io.flowforge.execution;

import io.flowforge.execution.ExecutionSettings.StepLimits;
import io.flowforge.pipeline.Step;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import java.time.InstantSource;

/**
 * The surroundings of all attempts in this process.
 *
 * @param limits how long steps may take
 */
record StepEnvironment(
    StepExecutors executors, StepMeters meters, StepLimits limits, InstantSource clock) {

  /**
   * Returns the executor of the step's type.
   *
   * @throws UnknownStepTypeException if this server does not know the type
   */
  StepExecutor executorOf(Step step) {
    return executors
        .find(step.stepType())
        .orElseThrow(() -> new UnknownStepTypeException(step.stepType()));
  }
}
