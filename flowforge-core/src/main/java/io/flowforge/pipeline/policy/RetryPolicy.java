package io.flowforge.pipeline.policy;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a failed attempt of a step is retried.
 *
 * @param maxAttempts the maximum number of attempts, including the first
 * @param initialDelay the maximum delay after the first attempt
 * @param multiplier the factor by which the maximum delay grows with every attempt
 * @param maxDelay the limit of all delays
 * @param maxElapsed the maximum total time of attempts and delays; null for no limit
 * @param retryOn names of {@link FailureKind}s, and classes of status codes
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialDelay,
    double multiplier,
    Duration maxDelay,
    @Nullable Duration maxElapsed,
    Set<String> retryOn) {

  static final Set<String> DEFAULT_RETRY_ON = Set.of("connection", "timeout", "408", "429", "5xx");

  public RetryPolicy {
    retryOn = Set.copyOf(retryOn);
  }

  public boolean covers(FailureKind failure) {
    return StatusCodes.matches(retryOn, failure.name());
  }

  /**
   * Returns the delay before the next attempt.
   *
   * @param attempt the number of the failed attempt, from 1
   */
  public Duration delayAfter(int attempt, RandomGenerator random) {
    return new Backoff(initialDelay, multiplier, maxDelay).delayAfter(attempt, random);
  }

  /**
   * Returns whether another attempt may begin.
   *
   * @param elapsed the total time of the attempts and delays so far
   */
  public boolean allowsAfter(Duration elapsed) {
    return maxElapsed == null || elapsed.compareTo(maxElapsed) < 0;
  }
}
