package io.flowforge.cli.embedded.issuer;

import java.util.Map;

/**
 * The endpoint {@code POST /oauth/token}. Users log in through any client, because only this
 * machine can connect.
 *
 * @see <a href="https://auth0.com/docs/api/authentication">Auth0 Authentication API</a>
 */
final class TokenEndpoint {

  private final IssuerOptions options;
  private final IssuerUsers users;
  private final IssuerTokens tokens;
  private final String managementAudience;

  TokenEndpoint(
      IssuerOptions options, IssuerUsers users, IssuerTokens tokens, String managementAudience) {
    this.options = options;
    this.users = users;
    this.tokens = tokens;
    this.managementAudience = managementAudience;
  }

  IssuerResponse respond(Map<String, String> form) {
    String grant = form.getOrDefault("grant_type", "");
    return switch (grant) {
      case "" -> missing("grant_type");
      case "password", "http://auth0.com/oauth/grant-type/password-realm" -> user(grant, form);
      case "client_credentials" -> management(form);
      default ->
          IssuerResponse.oauthError(
              403, "unsupported_grant_type", "Unsupported grant type: " + grant);
    };
  }

  private IssuerResponse user(String grant, Map<String, String> form) {
    boolean inRealm = !grant.equals("password");
    for (String name : new String[] {"username", "password"}) {
      if (form.getOrDefault(name, "").isEmpty()) {
        return missing(name);
      }
    }
    if (inRealm && form.getOrDefault("realm", "").isEmpty()) {
      return missing("realm");
    }
    return users
        .authenticate(form.getOrDefault("username", ""), form.getOrDefault("password", ""))
        .filter(user -> !inRealm || user.connection().equals(form.get("realm")))
        .map(user -> token(user.userId(), options.audience(), form))
        .orElseGet(
            () -> IssuerResponse.oauthError(403, "invalid_grant", "Wrong email or password."));
  }

  private IssuerResponse management(Map<String, String> form) {
    // Always compares both, so that the time does not reveal which one is wrong.
    boolean isClient = Secrets.areEqual(options.clientId(), form.getOrDefault("client_id", ""));
    boolean isSecret =
        Secrets.areEqual(options.clientSecret(), form.getOrDefault("client_secret", ""));
    return isClient && isSecret
        ? token(options.clientId() + "@clients", managementAudience, form)
        : IssuerResponse.oauthError(401, "access_denied", "Unauthorized");
  }

  private IssuerResponse token(String subject, String audience, Map<String, String> form) {
    String asked = form.getOrDefault("audience", audience);
    if (!asked.equals(audience)) {
      return IssuerResponse.oauthError(403, "access_denied", "Service not found: " + asked);
    }
    return IssuerResponse.ok(
        Map.of(
            "access_token", tokens.issue(subject, audience),
            "token_type", "Bearer",
            "expires_in", tokens.lifetime().toSeconds()));
  }

  private static IssuerResponse missing(String parameter) {
    return IssuerResponse.oauthError(
        400, "invalid_request", "Missing required parameter: " + parameter);
  }
}
