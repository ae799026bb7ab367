package io.flowforge.server.auth;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The issuer whose access tokens are accepted.
 *
 * @param issuer exactly as in the claim {@code iss}
 * @param audience a value that the claim {@code aud} must contain
 * @param jwksUri the URL of the keys; null to read it from the issuer's discovery document
 * @param clients the clients that people sign in with
 * @param emails decides which e-mail addresses are verified
 */
public record IssuerConfig(
    String issuer,
    String audience,
    @Nullable URI jwksUri,
    PublicClients clients,
    EmailRule emails) {

  /** Creates a configuration without clients, with the standard rule for e-mail addresses. */
  public IssuerConfig(String issuer, String audience, @Nullable URI jwksUri) {
    this(issuer, audience, jwksUri, PublicClients.NONE, EmailRule.DEFAULT);
  }

  /** Returns the URL of the discovery document (OpenID Connect Discovery 1.0, section 4). */
  public URI discoveryUri() {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    return URI.create(base + ".well-known/openid-configuration");
  }
}
