package io.flowforge.execution;

import io.flowforge.execution.ExecutionSettings.StepLimits;
import io.flowforge.execution.suspension.Suspensions;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.secret.reference.SecretResolver;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import java.time.InstantSource;
import java.util.Set;

/**
 * The surroundings of all attempts in this process.
 *
 * @param limits how long steps may take
 */
record StepEnvironment(
    StepExecutors executors,
    StepMeters meters,
    SecretResolver secrets,
    StepLimits limits,
    Suspensions suspensions,
    InstantSource clock) {

  /**
   * Returns the current values of the secrets that a step uses, and those that its log must hide,
   * because other steps use them. Without any in the pipeline, nothing is read.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  StepSecrets secretsOf(Step step, Pipeline pipeline) {
    Set<String> used = pipeline.secretsOf(step);
    Set<String> others = pipeline.secrets();
    others.removeAll(used);
    return used.isEmpty() && others.isEmpty()
        ? StepSecrets.NONE
        : secrets.resolve(pipeline.orgId(), used, others);
  }

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
