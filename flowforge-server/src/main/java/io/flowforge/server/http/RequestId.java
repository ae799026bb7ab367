package io.flowforge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every request a name, in the answer and in the log; the one that a proxy gave it, if it is
 * harmless in a log.
 */
final class RequestId implements Filter {

  static final HeaderName HEADER = HeaderNames.create("X-Request-Id");

  private static final Logger LOG = System.getLogger(RequestId.class.getName());
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long begin = System.nanoTime();
    String id = idOf(request.headers());
    response.header(HEADER, id);
    response.whenSent(
        () ->
            LOG.log(
                Level.DEBUG,
                () ->
                    "event=answered request_id=%s method=%s path=\"%s\" status=%d ms=%d"
                        .formatted(
                            id,
                            request.prologue().method().text(),
                            request.prologue().uriPath().rawPath(),
                            response.status().code(),
                            Duration.ofNanos(System.nanoTime() - begin).toMillis())));
    chain.proceed();
  }

  private static String idOf(Headers request) {
    return request
        .first(HEADER)
        .filter(given -> HARMLESS.matcher(given).matches())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
