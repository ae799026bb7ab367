package io.flowforge.pipeline.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that grow from failure to failure.
 *
 * @param first the longest wait after the first failure
 * @param multiplier how much longer each wait may be than the one before
 * @param longest no wait is longer
 */
public record Backoff(Duration first, double multiplier, Duration longest) {

  /**
   * How long to wait: exponentially longer, and half of it random, so that what failed together
   * does not come back together.
   *
   * @param failures how many there were in a row, from 1
   */
  public Duration delayAfter(int failures, RandomGenerator random) {
    double grown = (double) first.toMillis() * Math.pow(multiplier, failures - 1);
    double most = Math.min(grown, (double) longest.toMillis());
    return Duration.ofMillis(Math.round(most / 2 + random.nextDouble() * most / 2));
  }
}
