package io.flowforge.step;

import io.flowforge.pipeline.StepType;

/**
 * A step type: the extension point of Flowforge. One instance serves all requests at once.
 *
 * <p>A step may be executed more than once, after a crash for example, always with the same
 * idempotency key; only one outcome counts.
 */
public interface StepExecutor extends StepType {

  /**
   * Does the step's work on the calling thread, which is a virtual one.
   *
   * @return how it ended; an exception counts as {@link StepOutcome.Failed}
   * @throws InterruptedException when the request was cancelled, or the server stops: leave at once
   */
  StepOutcome execute(StepContext context) throws InterruptedException;
}
