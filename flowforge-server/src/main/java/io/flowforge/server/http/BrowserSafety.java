package io.flowforge.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Sets headers that keep browsers from guessing the type of a response, and caches from giving it
 * to others. A route can replace them.
 */
final class BrowserSafety implements Filter {

  /** The headers of every response. */
  static final List<Header> HEADERS =
      List.of(
          HeaderValues.create(HeaderNames.create("X-Content-Type-Options"), "nosniff"),
          HeaderValues.create(HeaderNames.CACHE_CONTROL, "private, no-cache"));

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    HEADERS.forEach(response::header);
    chain.proceed();
  }
}
