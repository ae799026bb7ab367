package io.flowforge.cli.login;

import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.TokenForm;
import io.flowforge.error.FlowforgeException;
import java.net.URI;
import java.util.Optional;

/** The end of sign-ins (RFC 7009). */
public record Revocation(Profiles profiles, IssuerCalls calls) {

  /**
   * Deletes what is stored, and asks the issuer to revoke the refresh token.
   *
   * @return false if there is a refresh token, and the issuer has not confirmed that it is revoked
   */
  public boolean signOut(Profile profile) {
    Optional<SignedIn> stored = profiles.remove(profile.name());
    return stored
        .filter(signedIn -> !signedIn.refreshToken().isEmpty())
        .map(this::isRevoked)
        .orElse(true);
  }

  private boolean isRevoked(SignedIn signedIn) {
    try {
      URI endpoint = IssuerMetadata.of(calls, signedIn.profile().issuer()).revocationEndpoint();
      return endpoint != null
          && calls.isDone(
              endpoint,
              TokenForm.client(signedIn.profile().clientId())
                  .with("token", signedIn.refreshToken())
                  .with("token_type_hint", "refresh_token"));
    } catch (FlowforgeException _) {
      // An issuer that is down must keep nobody signed in on this machine.
      return false;
    }
  }
}
