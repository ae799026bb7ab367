package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.RefusedException;
import io.flowforge.trace.LogEvent;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The filter that refuses calls of the API without a valid access token. Closing it closes its
 * connections to the issuer.
 */
public final class Authentication implements Filter, AutoCloseable {

  private static final Logger LOG = System.getLogger(Authentication.class.getName());
  private static final String API = "/api/";

  private final HttpKeySource source;
  private final JwksCache keys;
  private final TokenVerifier verifier;

  public Authentication(IssuerConfig issuer, ObjectMapper mapper, InstantSource clock) {
    this.source = new HttpKeySource(issuer, mapper, HttpKeySource.TIMEOUT, clock);
    this.keys = new JwksCache(source, clock);
    this.verifier = new TokenVerifier(issuer, keys, clock);
  }

  /**
   * Checks that tokens can be accepted: that the issuer's keys are known, and that the issuer does
   * not call itself something else than the configuration does.
   *
   * @throws io.flowforge.error.UnavailableException if there are no keys, or the issuer is wrong
   */
  public void requireIssuer() {
    keys.requireKeys();
    source.requireSameIssuer();
  }

  /**
   * Returns where the issuer issues tokens; empty as long as its discovery document has not been
   * read, or if that names no URL to which a page may send a code.
   */
  public Optional<URI> tokenEndpoint() {
    return source.tokenEndpoint();
  }

  /** Does the same in the background, for the log. */
  public void checkIssuer() {
    Thread.startVirtualThread(
        () -> {
          try {
            requireIssuer();
          } catch (UnavailableException e) {
            if (!keys.isStopping()) {
              LOG.log(
                  Level.WARNING,
                  LogEvent.of("issuer_not_ready")
                      .with("reason", e.userMessage())
                      .with("cause", String.valueOf(e.getCause())));
            }
          }
        });
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    if (path.startsWith(API) && !PublicPaths.contain(path)) {
      String token = BearerToken.in(request);
      try {
        AcceptedToken accepted = verifier.verify(token);
        Callers.set(request, accepted.caller(), accepted.until());
      } catch (InvalidTokenException e) {
        String description = e.problem().description();
        LOG.log(Level.INFO, LogEvent.of("token_refused").with("reason", description));
        // RFC 6750, section 3.
        throw RefusedException.unauthorized(
            "%s error=\"invalid_token\", error_description=\"%s\""
                .formatted(BearerToken.SCHEME, description),
            "invalid access token: " + e.problem().text());
      }
    }
    chain.proceed();
  }

  @Override
  public void close() {
    keys.stop();
    source.close();
  }
}
