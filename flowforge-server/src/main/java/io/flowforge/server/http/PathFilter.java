package io.flowforge.server.http;

import io.flowforge.error.InvalidException;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Replaces the path of the request by a {@link DecodedPath}. */
final class PathFilter implements Filter {

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    HttpPrologue received = request.prologue();
    DecodedPath path = DecodedPath.of(received.uriPath().rawPath());
    if (path.path().indexOf('\0') >= 0) {
      throw new InvalidException("the path contains a NUL character (%00); remove it");
    }
    request.prologue(
        HttpPrologue.create(
            received.rawProtocol(),
            received.protocol(),
            received.protocolVersion(),
            received.method(),
            path,
            received.query(),
            received.fragment()));
    chain.proceed();
  }
}
