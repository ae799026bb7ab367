package io.flowforge.server.auth;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whose access tokens count.
 *
 * @param issuer exactly as in the claim {@code iss}
 * @param audience what {@code aud} must contain
 * @param jwksUri where the keys are; null to ask the issuer's discovery document
 */
public record IssuerConfig(String issuer, String audience, @Nullable URI jwksUri) {

  /** Where the issuer describes itself (OpenID Connect Discovery 1.0, section 4). */
  URI discoveryUri() {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    return URI.create(base + ".well-known/openid-configuration");
  }
}
