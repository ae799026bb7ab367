package io.flowforge.step;

import io.flowforge.request.suspension.StepWait;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the execution of a step has come.
 *
 * @param now the time by the clock of all servers
 * @param suspension how the step was suspended before; null if this is not its continuation
 */
public record StepProgress(Instant now, @Nullable StepWait suspension) {

  /** Returns whether the time of a suspension has come. */
  public boolean isDue(StepWait wait) {
    return !now.isBefore(wait.until());
  }
}
