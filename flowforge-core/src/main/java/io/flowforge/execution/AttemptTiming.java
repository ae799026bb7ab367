package io.flowforge.execution;

import io.flowforge.execution.ExecutionSettings.StepLimits;
import io.flowforge.pipeline.policy.MaxStepTime;
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
 * @param limits how long steps may take, whatever their policies say
 */
record AttemptTiming(ExecutionState state, StepPolicy policy, StepLimits limits) {

  /** Returns the timeout of the attempt, which is at most what is left for all attempts. */
  Duration timeout() {
    // If nothing is left, the attempt fails by itself, for which it needs a moment.
    return isSpent()
        ? timeoutOfPolicy()
        : limits.max().map(max -> shorter(left(max), timeoutOfPolicy())).orElse(timeoutOfPolicy());
  }

  /** Returns the operator's maximum if it leaves the attempt less time than the policy does. */
  Optional<MaxStepTime> cutBy() {
    return limits.max().filter(max -> left(max).compareTo(timeoutOfPolicy()) < 0);
  }

  /** Returns whether nothing is left: the operator's maximum may be lower than it was. */
  boolean isSpent() {
    return limits.max().filter(max -> !left(max).isPositive()).isPresent();
  }

  private Duration left(MaxStepTime max) {
    return max.time().minus(state.stepSpent());
  }

  private Duration timeoutOfPolicy() {
    Duration attempt = policy.timeout() == null ? limits.timeout() : policy.timeout();
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
   * What follows a failed attempt.
   *
   * @param delay the delay before the next attempt, or empty if this was the last
   * @param endedBy the operator's maximum, if the policy would allow another attempt
   */
  record Next(Optional<Duration> delay, Optional<MaxStepTime> endedBy) {}

  /**
   * Returns what follows the attempt.
   *
   * @param spent how much of the step's time this attempt has spent
   */
  Next afterFailure(StepOutcome.AttemptFailed failed, Duration spent, RandomGenerator random) {
    RetryPolicy retry = policy.retry();
    if (retry == null || !retry.covers(failed.kind()) || state.attempt() >= retry.maxAttempts()) {
      return new Next(Optional.empty(), Optional.empty());
    }
    Duration backoff = retry.delayAfter(state.attempt(), random);
    // A target that asks for a longer pause gets it, up to the maximum of the policy.
    Duration pause = shorter(failed.pause(), retry.maxDelay());
    Duration delay = pause.compareTo(backoff) > 0 ? pause : backoff;
    Duration elapsed = state.stepSpent().plus(spent).plus(delay);
    if (!retry.allowsAfter(elapsed)) {
      return new Next(Optional.empty(), Optional.empty());
    }
    Optional<MaxStepTime> endedBy = limits.max().filter(max -> elapsed.compareTo(max.time()) >= 0);
    return new Next(endedBy.isPresent() ? Optional.empty() : Optional.of(delay), endedBy);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
