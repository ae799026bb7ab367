package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.InvalidException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an issuer.
 *
 * @param deviceEndpoint null if the issuer has no such flow
 * @param authorizationEndpoint null if the issuer has no such flow
 * @param revocationEndpoint null if tokens cannot be revoked
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery 1.0</a>
 */
public record IssuerMetadata(
    URI issuer,
    URI tokenEndpoint,
    @Nullable URI deviceEndpoint,
    @Nullable URI authorizationEndpoint,
    @Nullable URI revocationEndpoint) {

  /**
   * Asks the issuer.
   *
   * @throws InvalidException if the document is another issuer's, or if an endpoint would give away
   *     secrets
   */
  public static IssuerMetadata of(IssuerCalls calls, URI issuer) {
    String base = issuer.toString().endsWith("/") ? issuer.toString() : issuer + "/";
    URI document = URI.create(base + ".well-known/openid-configuration");
    JsonNode found = calls.get(document);
    // Exactly, see section 4.3: otherwise one issuer could speak for another.
    if (!found.path("issuer").asText().equals(issuer.toString())) {
      throw new InvalidException(
          "%s names the issuer '%s', not %s; correct the issuer in the settings of the server"
              .formatted(document, Shown.of(found.path("issuer").asText()), issuer));
    }
    return new IssuerMetadata(
        issuer,
        endpoint(found, issuer, "token_endpoint")
            .orElseThrow(() -> new InvalidException(document + " has no token_endpoint")),
        endpoint(found, issuer, "device_authorization_endpoint").orElse(null),
        endpoint(found, issuer, "authorization_endpoint").orElse(null),
        endpoint(found, issuer, "revocation_endpoint").orElse(null));
  }

  private static Optional<URI> endpoint(JsonNode document, URI issuer, String name) {
    JsonNode value = document.path(name);
    if (!value.isTextual()) {
      return Optional.empty();
    }
    return Optional.of(WebAddress.of(name + " of " + issuer, value.asText(), issuer));
  }
}
