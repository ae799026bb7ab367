package io.flowforge.step;

import io.flowforge.pipeline.StepType;

/**
 * A step type: the extension point of Flowforge. One instance executes the steps of all requests,
 * several at a time.
 *
 * <p>A step may be executed more than once, for example after a crash, always with the same
 * idempotency key; only one outcome counts.
 */
public interface StepExecutor extends StepType {

  /**
   * Executes the step on the calling thread, which is virtual.
   *
   * @return the outcome; an exception counts as {@link StepOutcome.Failed}
   * @throws InterruptedException if the request was cancelled or the server stops; let it propagate
   *     immediately
   */
  StepOutcome execute(StepContext context) throws InterruptedException;
}
