package io.flowforge.cli.login.flow;

import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.Refusal;
import io.flowforge.cli.login.issuer.TokenAnswer;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;

/** The refusals of issuers as messages with a cure. */
final class SignInRefused {

  private SignInRefused() {}

  /** Returns the tokens, or throws what the refusal means. */
  static IssuedTokens tokensOf(TokenAnswer answer, LoginClient client) {
    return switch (answer) {
      case IssuedTokens tokens -> tokens;
      case Refusal refusal -> throw because(refusal, client);
    };
  }

  static FlowforgeException because(Refusal refusal, LoginClient client) {
    String what = "the issuer refused the sign-in (" + refusal + "); ";
    return switch (refusal.error()) {
      case "access_denied" ->
          new ForbiddenException(
              what
                  + "somebody declined, or the client '%s' may not have tokens for %s"
                      .formatted(client.id(), client.audience()));
      case "expired_token" -> new ForbiddenException(what + "the code has expired; run it again");
      case "invalid_grant" -> new ForbiddenException(what + "run it again");
      case "invalid_client", "unauthorized_client", "unsupported_grant_type" ->
          new InvalidException(
              what
                  + "check the client '%s' and the flows that it may use at the issuer"
                      .formatted(client.id()));
      default ->
          new InvalidException(what + "check the client '%s' at the issuer".formatted(client.id()));
    };
  }
}
