package io.flowforge.cli.login;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.cli.login.issuer.Refusal;
import io.flowforge.cli.login.issuer.TokenForm;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The access tokens of stored profiles, renewed when needed. Safe for use by many processes. */
public final class AccessTokens {

  /** The variable with the secret of a machine. */
  public static final String SECRET_VARIABLE = "FLOWFORGE_CLIENT_SECRET";

  /** A token that expires sooner is renewed first, so that it is valid when it arrives. */
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private final Profiles profiles;
  private final ObjectMapper json;
  private final Map<String, String> environment;
  private final InstantSource clock;

  /**
   * @param environment the variables, one of which may hold the secret of a machine
   */
  public AccessTokens(
      Profiles profiles, ObjectMapper json, Map<String, String> environment, InstantSource clock) {
    this.profiles = profiles;
    this.json = json;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * Returns a token that is valid for a while, and renews it if necessary.
   *
   * @throws ForbiddenException if the profile must sign in again
   * @throws UnavailableException if the issuer does not respond
   */
  public String of(Profile profile) {
    SignedIn stored = stored(profile);
    if (isFresh(stored)) {
      return stored.accessToken();
    }
    // A refresh token is valid once: the second of two processes must find the first one's result.
    try (DirectoryLock _ = profiles.lock(profile.name())) {
      SignedIn latest = stored(profile);
      return isFresh(latest) ? latest.accessToken() : renewed(latest);
    }
  }

  private String renewed(SignedIn old) {
    try (var calls = new IssuerCalls(json)) {
      SignedIn renewed = old.renewed(request(calls, old), clock.instant());
      profiles.write(renewed);
      return renewed.accessToken();
    } catch (UnavailableException e) {
      if (clock.instant().isBefore(old.expiresAt())) {
        return old.accessToken();
      }
      throw e;
    }
  }

  private IssuedTokens request(IssuerCalls calls, SignedIn old) {
    TokenForm form = form(old);
    IssuerMetadata issuer = IssuerMetadata.of(calls, old.profile().issuer());
    return switch (calls.token(issuer.tokenEndpoint(), form)) {
      case IssuedTokens tokens -> tokens;
      case Refusal refusal -> throw ended(old, refusal.toString());
    };
  }

  private TokenForm form(SignedIn old) {
    Profile profile = old.profile();
    if (old.isMachine()) {
      String secret =
          old.clientSecret().isEmpty()
              ? environment.getOrDefault(SECRET_VARIABLE, "")
              : old.clientSecret();
      if (secret.isEmpty()) {
        throw ended(old, SECRET_VARIABLE + " is not set");
      }
      return TokenForm.clientCredentials(
          profile.clientId(), secret, profile.audience(), old.clientScope());
    }
    if (old.refreshToken().isEmpty()) {
      throw ended(old, "the issuer gave no refresh token");
    }
    return TokenForm.refresh(profile.clientId(), old.refreshToken());
  }

  private boolean isFresh(SignedIn stored) {
    Instant needed = clock.instant().plus(LEEWAY);
    return needed.isBefore(stored.expiresAt());
  }

  private SignedIn stored(Profile profile) {
    return profiles
        .find(profile.name())
        // Somebody may have signed in to another server under this name in the meantime.
        .filter(stored -> stored.profile().server().equals(profile.server()))
        .orElseThrow(() -> ended(profile, "it was replaced or signed out", profile.loginCommand()));
  }

  private static FlowforgeException ended(SignedIn old, String reason) {
    return ended(old.profile(), reason, old.loginCommand());
  }

  private static FlowforgeException ended(Profile profile, String reason, String cure) {
    return new ForbiddenException(
        "the sign-in of profile %s has ended (%s); sign in again: %s"
            .formatted(profile.name(), reason, cure));
  }
}
