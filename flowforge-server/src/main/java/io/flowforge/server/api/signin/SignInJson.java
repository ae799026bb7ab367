package io.flowforge.server.api.signin;

import io.flowforge.server.auth.IssuerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How to sign in at this server, as JSON.
 *
 * @param scope what clients ask for
 * @param version the version of the server
 */
record SignInJson(
    String issuer,
    String audience,
    @Nullable String cliClientId,
    @Nullable String consoleClientId,
    String scope,
    String version) {

  static SignInJson of(IssuerConfig issuer, String version) {
    return new SignInJson(
        issuer.issuer(),
        issuer.audience(),
        issuer.clients().cli(),
        issuer.clients().console(),
        issuer.clients().scopes(),
        version);
  }
}
