package io.flowforge.request.suspension;

import java.time.Instant;

/**
 * A suspension of the current step of a request.
 *
 * @param since when the step was suspended first
 * @param until when it is executed again at the latest
 * @param isSignalled whether a signal came, so that it is executed again at once
 * @param looks how often it has been executed and suspended again
 * @param memo what the step noted for its next execution, at most {@link #MAX_MEMO} characters;
 *     never a secret
 */
public record StepWait(
    WaitsFor waitsFor, Instant since, Instant until, boolean isSignalled, int looks, String memo) {

  /** The maximum length of a memo, in characters. */
  public static final int MAX_MEMO = 8_000;
}
