package io.flowforge.execution;

import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.RetryPolicy;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a step's policy says about the attempt at hand and the next one.
 *
 * @param usualTimeout of an attempt whose step says nothing about it
 */
record AttemptPlan(ExecutionState run, Step step, Duration usualTimeout) {

  /** How long the attempt may take: what the step says, but not beyond the time of all attempts. */
  Duration timeout() {
    Duration attempt = step.policy().timeout() == null ? usualTimeout : step.policy().timeout();
    RetryPolicy retry = step.policy().retry();
    if (retry == null || retry.maxElapsed() == null) {
      return attempt;
    }
    // Something is left, else there would be no such attempt: see delayOfNext.
    Duration left = retry.maxElapsed().minus(run.stepSpent());
    return shorter(left, attempt);
  }

  /**
   * What an attempt takes of the step's time: never more than it may. The rest is a machine's that
   * was frozen, or whose clock was set.
   */
  Duration chargedFor(Duration took) {
    return took.isNegative() ? Duration.ZERO : shorter(took, timeout());
  }

  /**
   * How long to wait for the next attempt; empty when this was the last.
   *
   * @param took what this one took of the step's time
   */
  Optional<Duration> delayOfNext(
      StepOutcome.AttemptFailed failed, Duration took, RandomGenerator random) {
    RetryPolicy retry = step.policy().retry();
    if (retry == null || !retry.covers(failed.kind()) || run.attempt() >= retry.maxAttempts()) {
      return Optional.empty();
    }
    Duration delay = retry.delayAfter(run.attempt(), random);
    // Who asks for a longer pause gets it, as far as the policy goes.
    Duration pause = shorter(failed.pause(), retry.maxDelay());
    Duration wait = pause.compareTo(delay) > 0 ? pause : delay;
    return retry.allowsAfter(run.stepSpent().plus(took).plus(wait))
        ? Optional.of(wait)
        : Optional.empty();
  }

  /** The reason with what the requester has to know of attempts, if there were several. */
  String conclusion(StepOutcome.AttemptFailed failed) {
    return run.attempt() == 1
        ? failed.reason()
        : "%s (attempt %d, the last)".formatted(failed.reason(), run.attempt());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
