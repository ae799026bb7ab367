package io.flowforge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes the connection after the response if the client asked for it (RFC 9112, section 9.6).
 * Helidon 4.3 announces that it will, but then waits for another request.
 */
final class ClosingFilter implements Filter {

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    chain.proceed();
    // With an unread body, closing would be a reset, which can overtake the response.
    if (isAskedFor(request.headers()) && request.content().consumed()) {
      throw new CloseConnectionException("closed at the request of the client");
    }
  }

  /** Returns whether the client asks to close the connection; options have no fixed case. */
  static boolean isAskedFor(Headers request) {
    return request.values(HeaderNames.CONNECTION).stream()
        .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
  }
}
