package io.flowforge.server.http;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Sets the CORS headers of the response before anything can fail, and responds to preflights. */
final class CorsFilter implements Filter {

  private final CorsPolicy policy;

  CorsFilter(CorsPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    policy.headersFor(request.headers()).forEach(response::header);
    if (request.prologue().method().equals(Method.OPTIONS)) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      chain.proceed();
    }
  }
}
