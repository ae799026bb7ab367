package io.flowforge.execution;

import io.flowforge.pipeline.policy.RetryPolicy;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The times of an attempt and of the one after it, according to the step's policy.
 *
 * @param defaultTimeout the timeout of an attempt whose step has none
 */
record AttemptTiming(ExecutionState state, StepPolicy policy, Duration defaultTimeout) {

  /** Returns the timeout of the attempt, which is at most what is left for all attempts. */
  Duration timeout() {
    Duration attempt = policy.timeout() == null ? defaultTimeout : policy.timeout();
    RetryPolicy retry = policy.retry();
    if (retry == null || retry.maxElapsed() == null) {
      return attempt;
    }
    // Something is left, otherwise delayOfNext would not have allowed this attempt.
    Duration left = retry.maxElapsed().minus(state.stepSpent());
    return shorter(left, attempt);
  }

  /**
   * Returns how much of the step's time an attempt has spent: at most its timeout. More than that
   * was lost by a machine that was frozen, or whose clock was set.
   */
  Duration spentOf(Duration elapsed) {
    return elapsed.isNegative() ? Duration.ZERO : shorter(elapsed, timeout());
  }

  /**
   * Returns the delay before the next attempt, or empty if this was the last.
   *
   * @param spent how much of the step's time this attempt has spent
   */
  Optional<Duration> delayOfNext(
      StepOutcome.AttemptFailed failed, Duration spent, RandomGenerator random) {
    RetryPolicy retry = policy.retry();
    if (retry == null || !retry.covers(failed.kind()) || state.attempt() >= retry.maxAttempts()) {
      return Optional.empty();
    }
    Duration backoff = retry.delayAfter(state.attempt(), random);
    // A target that asks for a longer pause gets it, up to the maximum of the policy.
    Duration pause = shorter(failed.pause(), retry.maxDelay());
    Duration delay = pause.compareTo(backoff) > 0 ? pause : backoff;
    return retry.allowsAfter(state.stepSpent().plus(spent).plus(delay))
        ? Optional.of(delay)
        : Optional.empty();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
