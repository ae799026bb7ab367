package io.flowforge.server.auth;

import io.flowforge.identity.Caller;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.RefusedException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The filter of a server for one caller, whose token only this process knows. */
public final class PrivateKeyFilter implements Filter {

  private final byte[] token;
  private final Caller caller;

  public PrivateKeyFilter(String token, Caller caller) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.caller = caller;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    byte[] given = BearerToken.in(request).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(token, given)) {
      throw RefusedException.unauthorized(BearerToken.SCHEME, "this server serves one process");
    }
    Callers.set(request, caller);
    chain.proceed();
  }
}
