package io.flowforge.server;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.auth.EmailRule;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.auth.PublicClients;
import io.flowforge.settings.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of the token issuer: any OpenID Connect provider, or the short form for Auth0.
 */
final class IssuerSettings {

  private static final String ISSUER = "OIDC_ISSUER";
  private static final String KEYS = "OIDC_JWKS_URI";
  private static final String DOMAIN = "AUTH0_DOMAIN";

  private static final CharacterSet HOST = CharacterSet.of("A-Za-z0-9.-");
  private static final CharacterSet HOST_AND_PORT = CharacterSet.of("A-Za-z0-9.:-");

  /** What RFC 6749 allows in a client id, but for blanks. */
  private static final CharacterSet ID = CharacterSet.of("!-~");

  private static final int MAX_ID = 200;

  private IssuerSettings() {}

  /** Returns empty if something is missing; the reader has the problems. */
  static Optional<IssuerConfig> read(SettingsReader settings) {
    boolean isOidc =
        settings.isSet(ISSUER)
            || (!settings.isSet(DOMAIN)
                && (settings.isSet("OIDC_AUDIENCE") || settings.isSet(KEYS)));
    return isOidc ? oidc(settings) : auth0(settings);
  }

  private static Optional<IssuerConfig> oidc(SettingsReader settings) {
    // The core may have read the domain, as that of the Management API.
    settings.ignore(DOMAIN, "OIDC_ISSUER is set");
    settings.ignore("AUTH0_AUDIENCE", "OIDC_ISSUER is set");
    Optional<URI> issuer =
        settings.required(
            ISSUER,
            "write the URL of the token issuer, such as https://login.example.com/",
            IssuerSettings::issuer);
    Optional<String> audience = audience(settings, "OIDC_AUDIENCE");
    URI keys =
        settings
            .optional(KEYS, "found by OIDC discovery", text -> keysUrl(text, issuer.orElse(null)))
            .orElse(null);
    PublicClients clients = clients(settings);
    EmailRule emails = EmailRuleSettings.read(settings);
    return issuer.flatMap(
        uri ->
            audience.map(
                accepted -> new IssuerConfig(uri.toString(), accepted, keys, clients, emails)));
  }

  private static Optional<IssuerConfig> auth0(SettingsReader settings) {
    Optional<String> domain =
        settings.required(
            DOMAIN,
            "write the Auth0 tenant that issues the tokens, such as example.eu.auth0.com, or set"
                + " OIDC_ISSUER and OIDC_AUDIENCE for any other identity provider",
            IssuerSettings::domain);
    Optional<String> audience = audience(settings, "AUTH0_AUDIENCE");
    settings.ignore("OIDC_AUDIENCE", "OIDC_ISSUER is not set");
    settings.ignore(KEYS, "OIDC_ISSUER is not set");
    PublicClients clients = clients(settings);
    EmailRule emails = EmailRuleSettings.read(settings);
    return domain.flatMap(
        host ->
            audience.map(
                accepted ->
                    new IssuerConfig(
                        "https://" + host + "/",
                        accepted,
                        URI.create("https://" + host + "/.well-known/jwks.json"),
                        clients,
                        emails)));
  }

  private static Optional<String> audience(SettingsReader settings, String name) {
    return settings.required(
        name,
        "it must be the audience of the access tokens, such as https://flowforge.example.com/api",
        text -> text);
  }

  private static PublicClients clients(SettingsReader settings) {
    return new PublicClients(
        clientId(settings, "OIDC_CLI_CLIENT_ID"),
        clientId(settings, "OIDC_CONSOLE_CLIENT_ID"),
        SignInScopes.read(settings));
  }

  private static @Nullable String clientId(SettingsReader settings, String name) {
    return settings
        .optional(
            name,
            "people need a token from elsewhere",
            text -> {
              if (text.length() > MAX_ID || !ID.containsAll(text)) {
                throw SettingsReader.mustBe(
                    name,
                    "the id of a client of the issuer: at most %d printable characters of ASCII"
                        .formatted(MAX_ID),
                    text);
              }
              return text;
            })
        .orElse(null);
  }

  private static String domain(String text) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    boolean isHost = !host.isEmpty() && HOST.containsAll(host) && HOST_AND_PORT.containsAll(text);
    if (!isHost || parsed("https://" + text + "/") == null) {
      throw new InvalidException(
          SettingsReader.mustBe(
                      DOMAIN,
                      "a host name such as example.eu.auth0.com, without https:// and slashes",
                      text)
                  .userMessage()
              + "; use OIDC_ISSUER for an issuer with another URL");
    }
    return text;
  }

  private static URI issuer(String text) {
    URI uri = url(ISSUER, text);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      throw new InvalidException(
          "OIDC_ISSUER must not have a query, a fragment or a user; write only the issuer's URL");
    }
    return uri;
  }

  private static URI keysUrl(String text, @Nullable URI issuer) {
    URI uri = url(KEYS, text);
    boolean isPlainIssuer = issuer != null && issuer.getScheme().equals("http");
    if (uri.getScheme().equals("http") && !isPlainIssuer) {
      throw new InvalidException(
          "OIDC_JWKS_URI must be an https URL, unless OIDC_ISSUER is plain http, too; over plain"
              + " http, the keys could be replaced on the way");
    }
    return uri;
  }

  /** Parses an absolute URL; plain http is allowed, but never the default. */
  private static URI url(String name, String text) {
    URI uri = parsed(text);
    if (uri == null) {
      throw SettingsReader.mustBe(name, "a URL such as https://login.example.com/", text);
    }
    return uri;
  }

  /** Returns null if the text is not the URL of something on the web. */
  private static @Nullable URI parsed(String text) {
    try {
      var uri = new URI(text);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return isWeb && uri.getHost() != null && uri.getPort() <= 65_535 ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
