package io.flowforge.cli.embedded.issuer.grant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** The codes with which a client gets tokens after a person has signed in. */
public final class AuthorizationCodes {

  /** RFC 6749 allows ten; a program on this machine needs none. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private record Issued(AuthorizationRequest request, String subject) {}

  private final OneTimeValues<Issued> codes;

  public AuthorizationCodes(InstantSource clock) {
    codes = new OneTimeValues<>(LIFETIME, clock);
  }

  /** Returns a code for the client that asked. */
  public String issue(AuthorizationRequest request, String subject) {
    return codes.put(new Issued(request, subject));
  }

  /**
   * Exchanges the code, which is used up even if something else is wrong.
   *
   * @param verifier the secret whose hash the request contained
   */
  public Optional<Grant> exchange(
      String code, String clientId, String redirectUri, String verifier) {
    return codes
        .take(code)
        .filter(issued -> issued.request().clientId().equals(clientId))
        .filter(issued -> issued.request().redirectUri().toString().equals(redirectUri))
        .filter(issued -> hash(verifier).equals(issued.request().codeChallenge()))
        .map(issued -> Grant.of(issued.subject(), clientId, issued.request().scope()));
  }

  private static String hash(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
