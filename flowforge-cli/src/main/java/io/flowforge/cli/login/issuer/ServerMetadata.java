package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.net.URI;
import java.util.Optional;

/**
 * What a server tells about signing in.
 *
 * @param issuer the {@code iss} of the tokens that it accepts
 * @param cliClientId empty if the operator has named no client for this command
 * @param scope what to ask the issuer for when a person signs in
 */
public record ServerMetadata(
    URI issuer, String audience, Optional<String> cliClientId, String scope, String version) {

  /** As much as a server may be configured to ask for. */
  private static final int MAX_SCOPE = 1_000;

  private static final CharacterSet SCOPE = CharacterSet.of(" !#-[]-~");

  /**
   * Asks the server.
   *
   * @throws io.flowforge.error.UnavailableException if it does not respond like a Flowforge server
   * @throws InvalidException if its issuer cannot be used
   */
  public static ServerMetadata of(IssuerCalls calls, URI server) {
    JsonNode found = calls.get(URI.create(server + "/.well-known/flowforge"));
    String issuer = found.path("issuer").asText();
    String audience = found.path("audience").asText();
    if (issuer.isEmpty() || audience.isEmpty()) {
      throw new InvalidException(
          server + " is no Flowforge server: it names no issuer and no audience");
    }
    return new ServerMetadata(
        WebAddress.of("the issuer of " + server, issuer, server),
        audience,
        Optional.ofNullable(found.path("cli_client_id").textValue()).filter(id -> !id.isEmpty()),
        scope(server, found.path("scope").asText("")),
        Shown.of(found.path("version").asText()));
  }

  /** Returns the scope; servers of older versions name none. */
  private static String scope(URI server, String named) {
    if (named.length() > MAX_SCOPE || !SCOPE.containsAll(named)) {
      throw new InvalidException(
          server + " names a scope that cannot be one; ask its operator to correct OIDC_SCOPES");
    }
    return named.isBlank() ? TokenForm.SCOPE : named;
  }
}
