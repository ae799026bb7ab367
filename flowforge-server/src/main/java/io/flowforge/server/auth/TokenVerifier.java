package io.flowforge.server.auth;

import io.flowforge.identity.Caller;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtHeaders;
import io.helidon.security.jwt.JwtValidator;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkKeys;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Checks that an access token was issued by our issuer, for this server, and is valid now.
 * Thread-safe.
 */
final class TokenVerifier {

  private static final String ALGORITHM = JwkRSA.ALG_RS256;
  private static final int MAX_LENGTH = 8 * 1024;
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private final IssuerConfig issuer;
  private final JwksCache keys;
  private final InstantSource clock;

  TokenVerifier(IssuerConfig issuer, JwksCache keys, InstantSource clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Returns the person to whom the token was issued.
   *
   * @throws InvalidTokenException if the token is not accepted
   * @throws io.flowforge.error.UnavailableException if there are no keys to check it with
   */
  Caller.Person verify(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidTokenException("it is longer than " + MAX_LENGTH + " characters");
    }
    Parsed parsed = parsed(token);
    String kid = keyIdIn(parsed.jwt.headers());
    RSAPublicKey key =
        keys.find(kid)
            .orElseThrow(() -> new InvalidTokenException("it is signed with an unknown key"));
    if (!parsed.signed.verifySignature(only(kid, key)).isValid()) {
      throw new InvalidTokenException("the signature is invalid");
    }
    checkClaims(parsed.jwt);
    return new Caller.Person(subjectOf(parsed.jwt));
  }

  private record Parsed(SignedJwt signed, Jwt jwt) {}

  /**
   * Parses the token. Helidon throws exceptions of several kinds for a malformed token, and those
   * of the JSON library for a claim of the wrong type.
   */
  private static Parsed parsed(String token) {
    try {
      SignedJwt signed = SignedJwt.parseToken(token);
      return new Parsed(signed, signed.getJwt());
    } catch (RuntimeException e) {
      throw new InvalidTokenException("it cannot be parsed", e);
    }
  }

  /** Returns the key id; the header may name a key, but never where to find it. */
  private static String keyIdIn(JwtHeaders headers) {
    if (!headers.algorithm().filter(ALGORITHM::equals).isPresent()) {
      throw new InvalidTokenException("it is not signed with " + ALGORITHM);
    }
    if (headers.headerClaims().containsKey("crit")) {
      // No extension is supported, so none may be critical (RFC 7515, section 4.1.11).
      throw new InvalidTokenException("it requires extensions");
    }
    return headers
        .keyId()
        .filter(kid -> !kid.isEmpty())
        .orElseThrow(() -> new InvalidTokenException("it has no key id (kid)"));
  }

  private static JwkKeys only(String kid, RSAPublicKey key) {
    return JwkKeys.builder()
        .addKey(JwkRSA.builder().keyId(kid).algorithm(ALGORITHM).publicKey(key).build())
        .build();
  }

  private void checkClaims(Jwt jwt) {
    // A new validator each time: Helidon's hold either a fixed time or the system clock.
    Instant now = clock.instant();
    JwtValidator validator =
        JwtValidator.builder()
            .addIssuerValidator(issuer.issuer())
            .addAudienceValidator(issuer.audience())
            .addExpirationValidator(exp -> exp.now(now).allowedTimeSkew(LEEWAY).mandatory(true))
            .addNotBeforeValidator(nbf -> nbf.now(now).allowedTimeSkew(LEEWAY).mandatory(false))
            .addIssueTimeValidator(iat -> iat.now(now).allowedTimeSkew(LEEWAY).mandatory(false))
            .build();
    if (!validator.validate(jwt).isValid()) {
      throw new InvalidTokenException(
          "it has expired, is not valid yet, or was not issued for this server");
    }
  }

  private static String subjectOf(Jwt jwt) {
    return jwt.subject()
        .filter(subject -> !subject.isBlank() && subject.indexOf('\0') < 0)
        .orElseThrow(() -> new InvalidTokenException("it has no subject (sub)"));
  }
}
