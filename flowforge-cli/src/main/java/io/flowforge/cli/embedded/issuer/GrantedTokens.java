package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.embedded.issuer.grant.Grant;
import io.flowforge.cli.embedded.issuer.grant.RefreshTokens;
import java.util.Map;
import java.util.TreeMap;

/** The responses with tokens for the API. */
record GrantedTokens(IssuerTokens tokens, String audience, RefreshTokens refreshTokens) {

  /** Returns tokens for a new sign-in. */
  IssuerResponse first(Grant grant) {
    return grant.isLasting()
        ? next(grant, refreshTokens.issue(grant))
        : IssuerResponse.ok(accessToken(grant.subject(), audience));
  }

  /** Returns tokens for a sign-in that goes on. */
  IssuerResponse next(Grant grant, String refreshToken) {
    Map<String, Object> body = accessToken(grant.subject(), audience);
    body.put("refresh_token", refreshToken);
    return IssuerResponse.ok(body);
  }

  /** Returns the body of a response with an access token only. */
  Map<String, Object> accessToken(String subject, String forAudience) {
    return new TreeMap<>(
        Map.of(
            "access_token", tokens.issue(subject, forAudience),
            "token_type", "Bearer",
            "expires_in", tokens.lifetime().toSeconds()));
  }
}
