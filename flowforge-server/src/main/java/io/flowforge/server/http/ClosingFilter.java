package io.flowforge.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes the connection after the answer when the client asked for it (RFC 9112, section 9.6).
 * Helidon 4.3 says that it will, and then waits for another request.
 */
final class ClosingFilter implements Filter {

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    chain.proceed();
    // With a body unread the close would be a reset, which can overtake the answer.
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE) && request.content().consumed()) {
      throw new CloseConnectionException("closed as the client asked");
    }
  }
}
