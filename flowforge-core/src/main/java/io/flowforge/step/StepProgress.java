package io.flowforge.step;

import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.StepWait;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the execution of a step has come.
 *
 * @param now the time by the clock of all servers
 * @param suspension how the step was suspended before; null if this is not its continuation
 * @param callback what has become of the call that the step waits for, if it waits for one
 */
public record StepProgress(Instant now, @Nullable StepWait suspension, CallbackState callback) {

  /** Returns whether the time of a suspension has come. */
  public boolean isDue(StepWait wait) {
    return !now.isBefore(wait.until());
  }
}
