package io.flowforge.cli.login.flow;

import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.TokenForm;
import org.jspecify.annotations.Nullable;

/** The flows in which nobody needs a browser. */
public record DirectFlow(IssuerCalls calls, LoginClient client) {

  /**
   * Signs in a machine with its secret.
   *
   * @param scope null where the issuer needs none
   */
  public IssuedTokens machine(IssuerMetadata issuer, String secret, @Nullable String scope) {
    return granted(
        issuer, TokenForm.clientCredentials(client.id(), secret, client.audience(), scope));
  }

  /** Signs in a person of the samples with the password that their file contains. */
  public IssuedTokens password(IssuerMetadata issuer, String email, String password) {
    return granted(
        issuer,
        TokenForm.grant("password", client.id())
            .with("username", email)
            .with("password", password)
            .with("scope", client.scope())
            .with("audience", client.audience()));
  }

  private IssuedTokens granted(IssuerMetadata issuer, TokenForm form) {
    return SignInRefused.tokensOf(calls.token(issuer.tokenEndpoint(), form), client);
  }
}
