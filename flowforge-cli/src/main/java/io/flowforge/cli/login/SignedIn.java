package io.flowforge.cli.login;

import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.output.ShellWord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a sign-in.
 *
 * @param isMachine whether a client secret, and not a refresh token, gets the next access token
 * @param refreshToken empty if the issuer gave none
 * @param clientSecret the secret of a machine; empty if it is in the environment
 * @param clientScope the scope that a machine asks for; null if none
 */
public record SignedIn(
    Profile profile,
    boolean isMachine,
    String accessToken,
    Instant expiresAt,
    String refreshToken,
    String clientSecret,
    @Nullable String clientScope) {

  /** Returns the sign-in of a person. */
  public static SignedIn person(Profile profile, IssuedTokens tokens, Instant now) {
    return new SignedIn(
        profile,
        false,
        tokens.accessToken(),
        now.plus(tokens.lifetime()),
        tokens.refreshToken(),
        "",
        null);
  }

  /** Returns the sign-in of a machine. */
  public static SignedIn machine(
      Profile profile,
      IssuedTokens tokens,
      String clientSecret,
      @Nullable String clientScope,
      Instant now) {
    return new SignedIn(
        profile,
        true,
        tokens.accessToken(),
        now.plus(tokens.lifetime()),
        "",
        clientSecret,
        clientScope);
  }

  /** Returns the sign-in with new tokens. An issuer that does not rotate sends no refresh token. */
  SignedIn renewed(IssuedTokens tokens, Instant now) {
    return new SignedIn(
        profile,
        isMachine,
        tokens.accessToken(),
        now.plus(tokens.lifetime()),
        tokens.refreshToken().isEmpty() ? refreshToken : tokens.refreshToken(),
        clientSecret,
        clientScope);
  }

  /** Returns the command that signs in again in the same way, for messages. */
  String loginCommand() {
    return profile.loginCommand()
        + (isMachine ? " --machine --client-id " + ShellWord.of(profile.clientId()) : "")
        + (clientScope == null ? "" : " --scope " + ShellWord.of(clientScope));
  }

  /** Omits the secrets. */
  @Override
  public String toString() {
    return profile + " until " + expiresAt;
  }
}
