package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * The settings for reading user records at the identity provider.
 *
 * @param provider the provider's address, with a slash at the end
 * @param clientId the client that may read users
 * @param clientSecret the secret of that client
 * @param audience the audience of its tokens
 */
public record Auth0Settings(URI provider, String clientId, String clientSecret, String audience) {

  private static final String CLIENT = "MANAGEMENT_API_CLIENT";
  private static final String SECRET = "MANAGEMENT_API_SECRET";

  /** The advice for a server without these settings. */
  static final String HINT =
      "set %s and %s to a client of the provider that may read users".formatted(CLIENT, SECRET);

  /**
   * Reads {@code MANAGEMENT_API_CLIENT}, {@code MANAGEMENT_API_SECRET}, and optionally {@code
   * MANAGEMENT_API_AUDIENCE} and {@code MANAGEMENT_API_URL}, which is {@code AUTH0_DOMAIN} unless
   * set.
   *
   * @return empty if neither client nor secret is set
   * @throws InvalidException which names the variable
   */
  public static Optional<Auth0Settings> from(Map<String, String> environment) {
    Optional<String> client = text(environment, CLIENT);
    Optional<String> secret = text(environment, SECRET);
    if (client.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    URI provider = provider(environment);
    return Optional.of(
        new Auth0Settings(
            provider,
            client.orElseThrow(() -> missing(CLIENT, SECRET)),
            secret.orElseThrow(() -> missing(SECRET, CLIENT)),
            text(environment, "MANAGEMENT_API_AUDIENCE").orElse(provider + "api/v2/")));
  }

  private static URI provider(Map<String, String> environment) {
    Optional<String> url = text(environment, "MANAGEMENT_API_URL");
    if (url.isPresent()) {
      return address("MANAGEMENT_API_URL", url.get());
    }
    return text(environment, "AUTH0_DOMAIN")
        .map(domain -> address("AUTH0_DOMAIN", "https://" + domain + "/"))
        .orElseThrow(
            () ->
                new InvalidException(
                    "MANAGEMENT_API_URL is not set: with MANAGEMENT_API_CLIENT and without"
                        + " AUTH0_DOMAIN it must be the provider's address, such as"
                        + " https://example.eu.auth0.com/"));
  }

  private static URI address(String name, String text) {
    try {
      var uri = new URI(text.endsWith("/") ? text : text + "/");
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, like any other unusable address.
    }
    throw new InvalidException(
        "%s does not form an address such as https://example.eu.auth0.com/: '%s'"
            .formatted(name, text));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static InvalidException missing(String name, String other) {
    return new InvalidException(name + " is not set, but " + other + " is; set both or neither");
  }

  /** Omits the secret. */
  @Override
  public String toString() {
    return "provider=" + provider + " client=" + clientId;
  }
}
