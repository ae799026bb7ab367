package io.flowforge.server.stream;

import java.time.Duration;

/**
 * The limits of streams.
 *
 * @param max how many may be open on this server; more are refused with 503
 * @param maxOfCaller how many of them one caller may have
 * @param keepAlive the longest time in which nothing is written
 * @param check the time after which it is checked again whether the caller may see what is streamed
 * @param longest how long a stream may be open
 */
public record StreamLimits(
    int max, int maxOfCaller, Duration keepAlive, Duration check, Duration longest) {

  public static final StreamLimits DEFAULT =
      new StreamLimits(
          1000, 20, Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(30));

  /** Returns limits that leave half of the connections to calls. */
  public StreamLimits within(int maxConnections) {
    return new StreamLimits(
        Math.min(max, Math.max(1, maxConnections / 2)), maxOfCaller, keepAlive, check, longest);
  }
}
