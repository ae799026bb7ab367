package io.flowforge.server.http;

import io.flowforge.scan.CharacterSet;
import io.flowforge.trace.LogEvent;
import io.flowforge.trace.TraceId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;

/**
 * Gives every request an id, which appears in the response, in the log, and in the logs of the
 * steps that it causes. The id that a client or proxy sends is kept if it is safe in a log.
 */
final class RequestId implements Filter {

  static final HeaderName HEADER = HeaderNames.create("X-Request-Id");

  private static final Logger LOG = System.getLogger(RequestId.class.getName());
  private static final CharacterSet SAFE = CharacterSet.of("A-Za-z0-9._-");
  private static final int MAX_LENGTH = 64;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long begin = System.nanoTime();
    String id = idOf(request.headers());
    response.header(HEADER, id);
    response.whenSent(() -> log(request, response, begin));
    TraceId.run(id, chain::proceed);
  }

  /** Successful reads are logged at DEBUG, because front ends poll all the time. */
  private static void log(RoutingRequest request, RoutingResponse response, long begin) {
    int status = response.status().code();
    Method method = request.prologue().method();
    boolean isRead = method.equals(Method.GET) || method.equals(Method.HEAD);
    LOG.log(
        isRead && status < 400 ? Level.DEBUG : Level.INFO,
        () ->
            RequestLine.addTo(LogEvent.of("response"), request)
                .with("status", status)
                .with("ms", Duration.ofNanos(System.nanoTime() - begin).toMillis())
                .toString());
  }

  private static String idOf(Headers request) {
    return request
        .first(HEADER)
        .filter(given -> !given.isEmpty() && given.length() <= MAX_LENGTH)
        .filter(SAFE::containsAll)
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
