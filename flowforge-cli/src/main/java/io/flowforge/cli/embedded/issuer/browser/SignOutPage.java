package io.flowforge.cli.embedded.issuer.browser;

import io.flowforge.cli.embedded.issuer.grant.BrowserSessions;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The page {@code /oidc/logout}: the browser is no longer anybody, and returns to the client. It
 * does not ask, because the worst that another site can do with it is to make people choose again.
 *
 * @see <a href="https://openid.net/specs/openid-connect-rpinitiated-1_0.html">OpenID Connect
 *     RP-Initiated Logout 1.0</a>
 */
public record SignOutPage(RedirectRules redirects, BrowserSessions sessions) {

  /**
   * Forgets the person.
   *
   * @param session what the browser has sent
   */
  public BrowserReply show(Map<String, String> query, String session) {
    sessions.forget(session);
    String target = query.getOrDefault("post_logout_redirect_uri", "");
    if (target.isEmpty()) {
      return BrowserReply.Page.message(200, "Signed out", "You can close this window.");
    }
    Optional<URI> allowed = redirects.allowed(target);
    return allowed.isPresent()
        ? BrowserReply.SeeOther.to(with(allowed.get(), query.getOrDefault("state", "")))
        : BrowserReply.Page.message(
            400,
            "Signed out",
            "The parameter post_logout_redirect_uri is unknown to this issuer: '%s'."
                .formatted(target));
  }

  private static URI with(URI target, String state) {
    String separator = target.getRawQuery() == null ? "?" : "&";
    return state.isEmpty()
        ? target
        : URI.create(target + separator + "state=" + PercentEncoding.encode(state));
  }
}
