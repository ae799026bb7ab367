package io.flowforge.step.http;

import java.time.Duration;

/**
 * The limits of the HTTP client of API steps, beside the response timeout.
 *
 * @param maxConnections the maximum number of connections, in total and per target
 * @param connectTimeout the maximum time to establish a connection
 * @param timeToLive the time after which an idle connection is not reused
 */
record ClientLimits(int maxConnections, Duration connectTimeout, Duration timeToLive) {

  /** Returns the limits with the default durations. */
  static ClientLimits of(int maxConnections) {
    return new ClientLimits(maxConnections, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }
}
