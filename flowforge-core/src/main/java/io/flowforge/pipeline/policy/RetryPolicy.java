package io.flowforge.pipeline.policy;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often, when and after which failures an attempt of a step is repeated.
 *
 * @param maxAttempts with the first one
 * @param initialDelay the longest wait after the first attempt
 * @param multiplier how much longer each wait may be than the one before
 * @param maxDelay no wait is longer
 * @param maxElapsed how long attempts and the waits between them may take together; null for any
 *     time
 * @param retryOn names of {@link FailureKind}s and classes of statuses
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialDelay,
    double multiplier,
    Duration maxDelay,
    @Nullable Duration maxElapsed,
    Set<String> retryOn) {

  static final Set<String> USUAL_RETRY_ON = Set.of("connection", "timeout", "408", "429", "5xx");

  public RetryPolicy {
    retryOn = Set.copyOf(retryOn);
  }

  public boolean covers(FailureKind failure) {
    return StatusCodes.matches(retryOn, failure.name());
  }

  /**
   * How long to wait.
   *
   * @param attempt the one that failed, from 1
   */
  public Duration delayAfter(int attempt, RandomGenerator random) {
    return new Backoff(initialDelay, multiplier, maxDelay).delayAfter(attempt, random);
  }

  /**
   * Whether an attempt may still begin.
   *
   * @param elapsed how long the attempts before it and their waits have taken
   */
  public boolean allowsAfter(Duration elapsed) {
    return maxElapsed == null || elapsed.compareTo(maxElapsed) < 0;
  }
}
