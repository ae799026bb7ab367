package io.flowforge.server.http;

import java.time.Duration;

/**
 * What a client may take of the server.
 *
 * @param maxBodyBytes a longer body is refused with 413
 * @param maxHeaderBytes all headers of a request together
 * @param maxRequestLineBytes method, path and query together; a longer one is refused with 414
 * @param maxConcurrentRequests one more is refused with 503
 * @param maxConnections one more waits to be accepted
 * @param readTimeout how long a client may stay silent, within a request or between two
 * @param stopTimeout how long requests in flight may take to finish when the server stops
 */
public record HttpLimits(
    long maxBodyBytes,
    int maxHeaderBytes,
    int maxRequestLineBytes,
    int maxConcurrentRequests,
    int maxConnections,
    Duration readTimeout,
    Duration stopTimeout) {

  public static final HttpLimits DEFAULT =
      new HttpLimits(
          1024 * 1024,
          32 * 1024,
          8 * 1024,
          256,
          4096,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20));
}
