package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.grant.Secrets;
import java.util.Map;

/**
 * Tokens for programs that have a secret (RFC 6749, section 4.4): machines for the API, and one
 * client for the management API.
 */
record MachineGrants(IssuerOptions options, String managementAudience, GrantedTokens tokens) {

  IssuerResponse respond(Map<String, String> form) {
    String clientId = form.getOrDefault("client_id", "");
    String secret = form.getOrDefault("client_secret", "");
    // Always compares both, so that the time does not reveal which one is wrong.
    boolean isManager = Secrets.areEqual(options.clientId(), clientId);
    boolean hasManagersSecret = Secrets.areEqual(options.clientSecret(), secret);
    if (isManager && hasManagersSecret) {
      return token(clientId, managementAudience, form);
    }
    String expected = options.clients().machines().getOrDefault(clientId, "");
    return !expected.isEmpty() && Secrets.areEqual(expected, secret)
        ? token(clientId, options.audience(), form)
        : IssuerResponse.oauthError(401, "access_denied", "Unauthorized");
  }

  private IssuerResponse token(String clientId, String audience, Map<String, String> form) {
    String asked = form.getOrDefault("audience", audience);
    return asked.equals(audience)
        ? IssuerResponse.ok(tokens.accessToken(clientId + SeededUsers.MACHINE, audience))
        : IssuerResponse.noService(asked);
  }
}
