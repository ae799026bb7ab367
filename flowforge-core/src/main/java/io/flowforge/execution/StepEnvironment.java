package io.flowforge.execution;

import io.flowforge.pipeline.Step;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The surroundings of all attempts in this process.
 *
 * @param defaultTimeout the timeout of an attempt whose step has none
 */
record StepEnvironment(
    StepExecutors executors, StepMeters meters, Duration defaultTimeout, InstantSource clock) {

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
