package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metadata that an issuer publishes about itself (OpenID Connect Discovery 1.0, section 3). */
public record DiscoveryDocument(JsonNode json) {

  /**
   * Returns the URL of the issuer's keys. It may be on another host, as it is with some providers,
   * but not on plain http, unless the issuer is configured so itself: on the way, somebody could
   * replace the keys.
   *
   * @throws IOException if the document is not the issuer's, or names no such URL
   */
  URI jwksUriFor(IssuerConfig issuer) throws IOException {
    requireIssuer(issuer);
    String text = json.path("jwks_uri").asText();
    try {
      var uri = new URI(text);
      if (uri.getHost() != null && isAllowed(uri.getScheme(), issuer)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below with the same message.
    }
    throw new IOException("the discovery document has an invalid jwks_uri: '" + text + "'");
  }

  /**
   * Checks that the document is the issuer's own.
   *
   * @throws IOException if it is another's
   */
  public void requireIssuer(IssuerConfig issuer) throws IOException {
    String published = json.path("issuer").asText();
    // Section 4.3: identical, to the last slash.
    if (!published.equals(issuer.issuer())) {
      throw new IOException("the discovery document is for the issuer '" + published + "'");
    }
  }

  /**
   * Returns the URL to which clients send a code to get tokens, if there is one. It may be on
   * another host, as it is with some providers, but not on plain http, unless the issuer is
   * configured so itself.
   */
  Optional<URI> tokenEndpointFor(IssuerConfig issuer) {
    try {
      return Optional.of(new URI(json.path("token_endpoint").asText()))
          .filter(uri -> uri.getHost() != null && isAllowed(uri.getScheme(), issuer));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns the URL that tells who the owner of an access token is, if there is one. It must be on
   * the issuer's own origin, because it is sent the token.
   *
   * @throws IOException if it is elsewhere, or no URL
   */
  public Optional<URI> userinfoEndpointFor(IssuerConfig issuer) throws IOException {
    String text = json.path("userinfo_endpoint").asText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var uri = new URI(text);
      if (uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && isSameOrigin(uri, URI.create(issuer.issuer()))) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // Reported below with the same message.
    }
    throw new IOException(
        "access tokens are not sent to the userinfo_endpoint '%s': it is not on the host of the issuer %s"
            .formatted(text, issuer.issuer()));
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && String.valueOf(one.getScheme()).equals(other.getScheme())
        && portOf(one) == portOf(other);
  }

  private static int portOf(URI uri) {
    int usual = "https".equals(uri.getScheme()) ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  private static boolean isAllowed(@Nullable String scheme, IssuerConfig issuer) {
    return "https".equals(scheme) || ("http".equals(scheme) && issuer.issuer().startsWith("http:"));
  }
}
