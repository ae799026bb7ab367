package io.flowforge.step;

import io.flowforge.pipeline.Step;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.secret.reference.StepSecrets;
import java.time.Duration;
import java.util.Optional;

/**
 * The input of one execution of a step.
 *
 * @param values the form data and the secrets, for the placeholders in the step's parameters
 * @param secrets the secrets of this attempt, which no log may show, with their hosts
 * @param idempotencyKey identifies this step in this run of this request; the same for every
 *     execution
 * @param attempt the number of this attempt, from 1; a repetition after a crash keeps its number
 * @param timeout the time after which the attempt is interrupted and counts as failed
 * @param progress how far this execution has come, if the step was suspended before
 * @param log the log that requesters and admins read
 */
public record StepContext(
    Step step,
    PlaceholderValues values,
    StepSecrets secrets,
    String idempotencyKey,
    int attempt,
    Duration timeout,
    StepProgress progress,
    StepLog log) {

  /** Returns how the step was suspended before; empty if this execution is not a continuation. */
  public Optional<StepWait> suspension() {
    return Optional.ofNullable(progress.suspension());
  }
}
