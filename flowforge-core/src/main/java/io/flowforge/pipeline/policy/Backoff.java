package io.flowforge.pipeline.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that grow exponentially with the number of failures.
 *
 * @param initial the maximum delay after the first failure
 * @param multiplier the factor by which the maximum grows with every failure
 * @param max the limit of all delays
 */
public record Backoff(Duration initial, double multiplier, Duration max) {

  /**
   * Returns the next delay. Half of it is random, so that requests which failed together are not
   * retried together.
   *
   * @param failures the number of failures in a row, from 1
   */
  public Duration delayAfter(int failures, RandomGenerator random) {
    double grown = (double) initial.toMillis() * Math.pow(multiplier, failures - 1);
    double limit = Math.min(grown, (double) max.toMillis());
    return Duration.ofMillis(Math.round(limit / 2 + random.nextDouble() * limit / 2));
  }
}
