package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.grant.DevicePoll;
import io.flowforge.cli.embedded.issuer.grant.Grant;
import io.flowforge.cli.embedded.issuer.grant.RefreshTokens;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoint {@code POST /oauth/token}. With a password, users log in through any client, because
 * only this machine can connect.
 *
 * @see <a href="https://auth0.com/docs/api/authentication">Auth0 Authentication API</a>
 */
final class TokenEndpoint {

  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final IssuerOptions options;
  private final IssuerUsers users;
  private final GrantStores stores;
  private final GrantedTokens tokens;
  private final MachineGrants machines;

  TokenEndpoint(
      IssuerOptions options,
      IssuerUsers users,
      GrantStores stores,
      GrantedTokens tokens,
      MachineGrants machines) {
    this.options = options;
    this.users = users;
    this.stores = stores;
    this.tokens = tokens;
    this.machines = machines;
  }

  /**
   * Returns tokens, or an error.
   *
   * @param isFromPage whether a page in a browser asks. Such a page gets tokens only after a person
   *     has chosen, since the passwords of the samples are no secret.
   */
  IssuerResponse respond(Map<String, String> form, boolean isFromPage) {
    String grant = form.getOrDefault("grant_type", "");
    return switch (grant) {
      case "" -> missing("grant_type");
      case "authorization_code" -> code(form);
      case "refresh_token" -> refresh(form);
      case DEVICE_GRANT -> device(form);
      case "password", "http://auth0.com/oauth/grant-type/password-realm" ->
          isFromPage ? notForPages() : user(grant, form);
      case "client_credentials" -> isFromPage ? notForPages() : machines.respond(form);
      default ->
          IssuerResponse.oauthError(
              403, "unsupported_grant_type", "Unsupported grant type: " + grant);
    };
  }

  /** Revokes a refresh token (RFC 7009); an unknown one needs no revocation. */
  IssuerResponse revoke(Map<String, String> form) {
    stores.refreshTokens().revoke(form.getOrDefault("token", ""));
    return IssuerResponse.ok(Map.of());
  }

  private IssuerResponse code(Map<String, String> form) {
    return stores
        .codes()
        .exchange(
            form.getOrDefault("code", ""),
            form.getOrDefault("client_id", ""),
            form.getOrDefault("redirect_uri", ""),
            form.getOrDefault("code_verifier", ""))
        .map(tokens::first)
        .orElseGet(() -> invalidGrant("Invalid authorization code"));
  }

  private IssuerResponse refresh(Map<String, String> form) {
    Optional<RefreshTokens.Renewed> renewed =
        stores
            .refreshTokens()
            .renew(form.getOrDefault("refresh_token", ""), form.getOrDefault("client_id", ""));
    return renewed
        .map(next -> tokens.next(next.grant(), next.token()))
        .orElseGet(() -> invalidGrant("Unknown or invalid refresh token."));
  }

  private IssuerResponse device(Map<String, String> form) {
    DevicePoll poll =
        stores
            .devices()
            .poll(form.getOrDefault("device_code", ""), form.getOrDefault("client_id", ""));
    return switch (poll) {
      case DevicePoll.Granted granted -> tokens.first(granted.grant());
      case DevicePoll.Refused refused ->
          // The status codes are those of Auth0; RFC 8628 says 400.
          IssuerResponse.oauthError(
              refused == DevicePoll.Refused.SLOW_DOWN ? 429 : 403,
              refused.name().toLowerCase(Locale.ROOT),
              "The device has no tokens: " + refused.name().toLowerCase(Locale.ROOT));
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
    String asked = form.getOrDefault("audience", options.audience());
    return users
        .authenticate(form.getOrDefault("username", ""), form.getOrDefault("password", ""))
        .filter(user -> !inRealm || user.connection().equals(form.get("realm")))
        .map(
            user ->
                asked.equals(options.audience())
                    ? tokens.first(
                        Grant.of(
                            user.userId(),
                            form.getOrDefault("client_id", ""),
                            form.getOrDefault("scope", "")))
                    : IssuerResponse.noService(asked))
        .orElseGet(() -> invalidGrant("Wrong email or password."));
  }

  private static IssuerResponse invalidGrant(String description) {
    return IssuerResponse.oauthError(403, "invalid_grant", description);
  }

  private static IssuerResponse notForPages() {
    return IssuerResponse.oauthError(
        403, "unauthorized_client", "A page must send people to /authorize.");
  }

  private static IssuerResponse missing(String parameter) {
    return IssuerResponse.oauthError(
        400, "invalid_request", "Missing required parameter: " + parameter);
  }
}
