package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.RefusedException;
import io.flowforge.trace.LogEvent;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;

/**
 * The filter that refuses calls of the API without a valid access token. Closing it closes its
 * connections to the issuer.
 */
public final class Authentication implements Filter, AutoCloseable {

  private static final Logger LOG = System.getLogger(Authentication.class.getName());
  private static final String SCHEME = "Bearer";
  private static final String API = "/api/";
  private static final String HEALTHCHECK = "/api/healthcheck";

  private final HttpKeySource keys;
  private final TokenVerifier verifier;

  public Authentication(IssuerConfig issuer, ObjectMapper mapper, InstantSource clock) {
    this.keys = new HttpKeySource(issuer, mapper, HttpKeySource.TIMEOUT);
    this.verifier = new TokenVerifier(issuer, new JwksCache(keys, clock), clock);
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    if (path.startsWith(API) && !path.equals(HEALTHCHECK)) {
      String token = tokenIn(request.headers().all(HeaderNames.AUTHORIZATION, List::of));
      try {
        Callers.set(request, verifier.verify(token));
      } catch (InvalidTokenException e) {
        LOG.log(
            Level.DEBUG,
            LogEvent.of("token_refused").with("reason", e.userMessage()).toString(),
            e);
        throw RefusedException.unauthorized(
            SCHEME + " error=\"invalid_token\"", "invalid access token: " + e.userMessage());
      }
    }
    chain.proceed();
  }

  @Override
  public void close() {
    keys.close();
  }

  private static String tokenIn(List<String> headers) {
    if (headers.size() == 1) {
      String header = headers.getFirst().strip();
      int space = header.indexOf(' ');
      if (space > 0 && header.substring(0, space).equalsIgnoreCase(SCHEME)) {
        return header.substring(space).strip();
      }
    }
    throw RefusedException.unauthorized(
        SCHEME, "send an access token in the header Authorization: Bearer <token>");
  }
}
