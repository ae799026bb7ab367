package io.flowforge.cli.embedded.issuer.browser;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for addresses to which the issuer sends codes, and for pages that may call it: this
 * machine, and the origins of front ends.
 *
 * @param origins such as {@code https://console.example.com}
 */
public record RedirectRules(Set<String> origins) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public RedirectRules {
    origins = Set.copyOf(origins);
  }

  /** Returns the address if codes may be sent there. */
  Optional<URI> allowed(String redirectUri) {
    return parsed(redirectUri)
        .filter(uri -> uri.getRawFragment() == null && uri.getRawUserInfo() == null)
        .filter(uri -> allowsOrigin(origin(uri)));
  }

  /** Returns whether pages of the origin may call the issuer. */
  public boolean allowsOrigin(String origin) {
    return origins.contains(origin)
        || parsed(origin)
            .filter(uri -> "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()))
            .filter(uri -> origin(uri).equals(origin))
            .isPresent();
  }

  static String origin(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port;
  }

  private static Optional<URI> parsed(String text) {
    try {
      var uri = new URI(text);
      return uri.getScheme() == null || uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
