package io.flowforge.server.http;

import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.stream.StreamLimits;
import java.time.Duration;

/**
 * The limits of what clients can use.
 *
 * @param maxBodyBytes a longer request body is refused with 413
 * @param maxHeaderBytes the size of all headers of a request; more are refused with 431
 * @param maxRequestLineBytes the size of method, path and query; more is refused with 414
 * @param maxConcurrentRequests further requests with a valid token are refused with 503
 * @param maxConnections further connections wait to be accepted
 * @param times how long the server waits for a client
 * @param stopTimeout how long requests in flight may take after the server begins to stop
 * @param streams the limits of streams, which do not count as concurrent requests
 */
public record HttpLimits(
    long maxBodyBytes,
    int maxHeaderBytes,
    int maxRequestLineBytes,
    int maxConcurrentRequests,
    int maxConnections,
    ClientTimes times,
    Duration stopTimeout,
    StreamLimits streams) {

  public static final HttpLimits DEFAULT =
      new HttpLimits(
          1024 * 1024,
          32 * 1024,
          8 * 1024,
          256,
          4096,
          ClientTimes.DEFAULT,
          Duration.ofSeconds(20),
          StreamLimits.DEFAULT);

  /** Returns limits with other limits of streams. */
  public HttpLimits with(StreamLimits other) {
    return new HttpLimits(
        maxBodyBytes,
        maxHeaderBytes,
        maxRequestLineBytes,
        maxConcurrentRequests,
        maxConnections,
        times,
        stopTimeout,
        other);
  }
}
