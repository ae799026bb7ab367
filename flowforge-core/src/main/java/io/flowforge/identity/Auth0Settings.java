package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import io.flowforge.settings.SettingsReader;
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
  private static final String AUDIENCE = "MANAGEMENT_API_AUDIENCE";
  private static final String URL = "MANAGEMENT_API_URL";
  private static final String DOMAIN = "AUTH0_DOMAIN";
  private static final String WITHOUT =
      "new users sign up with what the issuer says about them in their access token or its userinfo";

  /** The advice for a server without these settings. */
  public static final String HINT =
      "set %s and %s to a client of the provider that may read users".formatted(CLIENT, SECRET);

  /**
   * Reads the environment.
   *
   * @return empty if neither client nor secret is set
   * @throws InvalidException with one detail for each setting that is missing or invalid
   */
  public static Optional<Auth0Settings> from(Map<String, String> environment) {
    var settings = new SettingsReader(environment);
    Optional<Auth0Settings> read = read(settings);
    settings.throwIfAny();
    return read;
  }

  /**
   * Reads {@code MANAGEMENT_API_CLIENT}, {@code MANAGEMENT_API_SECRET}, and optionally {@code
   * MANAGEMENT_API_AUDIENCE} and {@code MANAGEMENT_API_URL}, which is {@code AUTH0_DOMAIN} unless
   * set.
   *
   * @return empty if neither client nor secret is set, or if something is missing
   */
  public static Optional<Auth0Settings> read(SettingsReader settings) {
    Optional<String> client = settings.optional(CLIENT, WITHOUT, text -> text);
    Optional<String> secret = settings.secret(SECRET, WITHOUT);
    if (client.isEmpty() && secret.isEmpty()) {
      settings.ignore(AUDIENCE, CLIENT + " is not set");
      settings.ignore(URL, CLIENT + " is not set");
      return Optional.empty();
    }
    requireBoth(settings, CLIENT, SECRET);
    requireBoth(settings, SECRET, CLIENT);
    Optional<URI> provider = provider(settings);
    String audience =
        settings.valueOr(AUDIENCE, provider.map(uri -> uri + "api/v2/").orElse(""), text -> text);
    return provider.flatMap(
        uri ->
            client.flatMap(
                id -> secret.map(password -> new Auth0Settings(uri, id, password, audience))));
  }

  private static void requireBoth(SettingsReader settings, String name, String other) {
    if (!settings.isSet(name)) {
      settings.refuse(name, name + " is not set, but " + other + " is; set both or neither");
    }
  }

  private static Optional<URI> provider(SettingsReader settings) {
    if (settings.isSet(URL)) {
      return settings.optional(URL, "", text -> address(URL, text));
    }
    if (!settings.isSet(DOMAIN)) {
      refuseMissingProvider(settings);
      return Optional.empty();
    }
    Optional<URI> tenant =
        settings.optional(DOMAIN, "", text -> address(DOMAIN, "https://" + text + "/"));
    tenant.ifPresent(uri -> settings.valueOr(URL, uri.toString(), text -> text));
    return tenant;
  }

  private static void refuseMissingProvider(SettingsReader settings) {
    if (settings.isSet("OIDC_ISSUER")) {
      settings.refuse(
          URL,
          URL
              + " is not set; with MANAGEMENT_API_CLIENT and without AUTH0_DOMAIN it must be the"
              + " provider's address, such as https://example.eu.auth0.com/");
    } else {
      settings.refuse(
          DOMAIN,
          DOMAIN
              + " is not set; write the Auth0 tenant, such as example.eu.auth0.com, or set"
              + " OIDC_ISSUER and MANAGEMENT_API_URL for another identity provider");
    }
  }

  private static URI address(String name, String text) {
    try {
      var uri = new URI(text.endsWith("/") ? text : text + "/");
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, like any other unusable address.
    }
    String example = "https://example.eu.auth0.com/";
    throw name.equals(DOMAIN)
        ? SettingsReader.mustBe(
            name, "a host name such as example.eu.auth0.com", text.substring("https://".length()))
        : SettingsReader.mustBe(name, "an address such as " + example, text);
  }

  /** Omits the secret. */
  @Override
  public String toString() {
    return "provider=" + provider + " client=" + clientId;
  }
}
