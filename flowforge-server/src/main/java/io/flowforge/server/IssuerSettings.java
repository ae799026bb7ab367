package io.flowforge.server;

import io.flowforge.Environment;
import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.auth.PublicClients;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of the token issuer: any OpenID Connect provider, or the short form for Auth0.
 */
final class IssuerSettings {

  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?");

  /** What RFC 6749 allows in a client id, but for blanks. */
  private static final CharacterSet ID = CharacterSet.of("!-~");

  private static final int MAX_ID = 200;

  private IssuerSettings() {}

  static IssuerConfig read(Environment variables) {
    Optional<String> issuer = variables.text("OIDC_ISSUER");
    return issuer.isPresent() ? oidc(variables, issuer.get()) : auth0(variables);
  }

  private static IssuerConfig oidc(Environment variables, String issuer) {
    URI uri = url("OIDC_ISSUER", issuer);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidException("OIDC_ISSUER must not have a query or a fragment");
    }
    return new IssuerConfig(
        issuer,
        required(variables, "OIDC_AUDIENCE", "OIDC_ISSUER"),
        variables.text("OIDC_JWKS_URI").map(jwks -> keysUrl(jwks, uri)).orElse(null),
        clients(variables));
  }

  private static IssuerConfig auth0(Environment variables) {
    String domain =
        variables
            .text("AUTH0_DOMAIN")
            .orElseThrow(
                () ->
                    new InvalidException(
                        "no identity provider is configured; set AUTH0_DOMAIN and AUTH0_AUDIENCE,"
                            + " or OIDC_ISSUER and OIDC_AUDIENCE"));
    if (!DOMAIN.matcher(domain).matches()) {
      throw new InvalidException(
          "AUTH0_DOMAIN must be a host name such as example.eu.auth0.com, without https:// and"
              + " slashes, but it is '"
              + domain
              + "'; use OIDC_ISSUER for an issuer with another URL");
    }
    return new IssuerConfig(
        "https://" + domain + "/",
        required(variables, "AUTH0_AUDIENCE", "AUTH0_DOMAIN"),
        url("AUTH0_DOMAIN", "https://" + domain + "/.well-known/jwks.json"),
        clients(variables));
  }

  private static PublicClients clients(Environment variables) {
    return new PublicClients(
        clientId(variables, "OIDC_CLI_CLIENT_ID"), clientId(variables, "OIDC_CONSOLE_CLIENT_ID"));
  }

  private static @Nullable String clientId(Environment variables, String name) {
    Optional<String> id = variables.text(name);
    if (id.isPresent() && !(id.get().length() <= MAX_ID && ID.containsAll(id.get()))) {
      throw new InvalidException(
          "%s must be the id of a client of the issuer: at most %d printable characters of ASCII"
                  .formatted(name, MAX_ID)
              + " without blanks");
    }
    return id.orElse(null);
  }

  private static String required(Environment variables, String name, String requiredBy) {
    return variables
        .text(name)
        .orElseThrow(
            () ->
                new InvalidException(
                    name
                        + " is not set; because "
                        + requiredBy
                        + " is set, it must be the audience of the access tokens, such as"
                        + " https://flowforge.example.com/api"));
  }

  private static URI keysUrl(String jwks, URI issuer) {
    URI uri = url("OIDC_JWKS_URI", jwks);
    if (uri.getScheme().equals("http") && issuer.getScheme().equals("https")) {
      throw new InvalidException(
          "OIDC_JWKS_URI must be an https URL, as OIDC_ISSUER is; over plain http, the keys could"
              + " be replaced on the way");
    }
    return uri;
  }

  /** Parses an absolute URL; plain http is allowed, but never the default. */
  private static URI url(String name, String text) {
    try {
      var uri = new URI(text);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below with the same message.
    }
    throw new InvalidException(
        "%s must be a URL such as https://login.example.com/, but it is '%s'"
            .formatted(name, text));
  }
}
