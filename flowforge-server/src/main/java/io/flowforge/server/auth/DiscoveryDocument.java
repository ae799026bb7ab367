package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The metadata that an issuer publishes about itself (OpenID Connect Discovery 1.0, section 3). */
record DiscoveryDocument(JsonNode json) {

  /**
   * Returns the URL of the issuer's keys. It may be on another host, as it is with some providers,
   * but not on plain http, unless the issuer is configured so itself: on the way, somebody could
   * replace the keys.
   *
   * @throws IOException if the document is not the issuer's, or names no such URL
   */
  URI jwksUriFor(IssuerConfig issuer) throws IOException {
    String published = json.path("issuer").asText();
    // Section 4.3: identical, to the last slash.
    if (!published.equals(issuer.issuer())) {
      throw new IOException("the discovery document is for the issuer '" + published + "'");
    }
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

  private static boolean isAllowed(@Nullable String scheme, IssuerConfig issuer) {
    return "https".equals(scheme) || ("http".equals(scheme) && issuer.issuer().startsWith("http:"));
  }
}
