package io.flowforge.server.edge.client;

import java.time.Duration;

/**
 * The times that the server waits for a client. Time in which the server itself works does not
 * count.
 *
 * @param idle the time before the first request and between two requests
 * @param silence the time until the next byte of a request
 * @param request the total time of receiving a request
 * @param response the total time of sending a response
 * @param rate the minimum rate of each request and of each response
 */
public record ClientTimes(
    Duration idle, Duration silence, Duration request, Duration response, MinimumRate rate) {

  public static final ClientTimes DEFAULT =
      new ClientTimes(
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          new MinimumRate(1024, Duration.ofSeconds(10)));
}
