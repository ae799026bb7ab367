package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.browser.RedirectRules;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps out pages of other sites, which a browser on this machine may show: by the {@code Host}
 * header those whose name has been made to point here (DNS rebinding), and by the {@code Origin}
 * header all others.
 */
final class IssuerGuard implements Filter {

  /** The paths that pages of front ends call by script, or to which they send forms. */
  private static final Set<String> FOR_SCRIPTS =
      Set.of(
          Discovery.CONFIGURATION_PATH,
          Discovery.JWKS_PATH,
          Discovery.TOKEN_PATH,
          Discovery.REVOCATION_PATH,
          Discovery.END_SESSION_PATH);

  private static final String MANAGEMENT = "/api/v2/";

  private final Set<String> hosts;
  private final Set<String> ownOrigins;
  private final RedirectRules frontEnds;

  IssuerGuard(int port, RedirectRules frontEnds) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    ownOrigins = Set.of("http://127.0.0.1:" + port, "http://localhost:" + port);
    this.frontEnds = frontEnds;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!hosts.contains(request.headers().first(HeaderNames.HOST).orElse(""))) {
      refuse(response, "use the address that flowforge up has printed");
      return;
    }
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    String path = request.path().rawPath();
    // The calls of the management API need the token of a client, which no page has by itself.
    boolean isForScripts = FOR_SCRIPTS.contains(path) || path.startsWith(MANAGEMENT);
    if (origin.isPresent() && !isAllowed(origin.get(), isForScripts)) {
      refuse(response, "pages of other sites must not call this issuer");
      return;
    }
    if (origin.isPresent() && isForScripts) {
      response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
      response.header(HeaderNames.VARY, "Origin");
      if (request.prologue().method().equals(Method.OPTIONS)) {
        response
            .status(Status.NO_CONTENT_204)
            .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
            .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type")
            .send();
        return;
      }
    }
    chain.proceed();
  }

  private boolean isAllowed(String origin, boolean isForScripts) {
    return isForScripts ? frontEnds.allowsOrigin(origin) : ownOrigins.contains(origin);
  }

  private static void refuse(RoutingResponse response, String reason) {
    response
        .status(Status.FORBIDDEN_403)
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .send("The local issuer refuses this call: " + reason + ".\n");
  }
}
