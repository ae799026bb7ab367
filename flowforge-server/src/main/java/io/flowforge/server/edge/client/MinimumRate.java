package io.flowforge.server.edge.client;

import java.time.Duration;

/**
 * The average rate that a client must reach.
 *
 * @param bytesPerSecond the rate; 0 for none
 * @param after the time after which the rate is checked
 */
public record MinimumRate(int bytesPerSecond, Duration after) {

  private static final double NANOS_PER_SECOND = 1e9;

  boolean isMissed(long bytes, long nanos) {
    return nanos > after.toNanos() && bytes < bytesPerSecond * (nanos / NANOS_PER_SECOND);
  }
}
