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
 * Decides whether an access token is one of our issuer's, for us, and valid now. Safe for use by
 * many threads.
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
   * Who shows the token.
   *
   * @throws InvalidTokenException when it is not worth anything
   * @throws io.flowforge.error.UnavailableException when we have no keys to tell
   */
  Caller.Person verify(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new InvalidTokenException("longer than " + MAX_LENGTH + " characters");
    }
    Parsed parsed = parsed(token);
    String kid = keyIdIn(parsed.jwt.headers());
    RSAPublicKey key =
        keys.find(kid).orElseThrow(() -> new InvalidTokenException("signed with an unknown key"));
    if (!parsed.signed.verifySignature(only(kid, key)).isValid()) {
      throw new InvalidTokenException("the signature is wrong");
    }
    checkClaims(parsed.jwt);
    return new Caller.Person(subjectOf(parsed.jwt));
  }

  private record Parsed(SignedJwt signed, Jwt jwt) {}

  /**
   * Reads the token. Helidon fails with exceptions of several kinds here, and a claim of a wrong
   * type fails with whatever the JSON library throws.
   */
  private static Parsed parsed(String token) {
    try {
      SignedJwt signed = SignedJwt.parseToken(token);
      return new Parsed(signed, signed.getJwt());
    } catch (RuntimeException e) {
      throw new InvalidTokenException("not a token that can be read", e);
    }
  }

  /** Looks at the header, which may name the key, and nothing else: not even where keys are. */
  private static String keyIdIn(JwtHeaders headers) {
    if (!headers.algorithm().filter(ALGORITHM::equals).isPresent()) {
      throw new InvalidTokenException("not signed with " + ALGORITHM);
    }
    if (headers.headerClaims().containsKey("crit")) {
      // We understand no extension, so none that is critical.
      throw new InvalidTokenException("it demands extensions");
    }
    return headers
        .keyId()
        .filter(kid -> !kid.isEmpty())
        .orElseThrow(() -> new InvalidTokenException("it does not name its key"));
  }

  private static JwkKeys only(String kid, RSAPublicKey key) {
    return JwkKeys.builder()
        .addKey(JwkRSA.builder().keyId(kid).algorithm(ALGORITHM).publicKey(key).build())
        .build();
  }

  private void checkClaims(Jwt jwt) {
    // Made anew each time: Helidon's validators hold either a fixed time or the system's clock.
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
      throw new InvalidTokenException("expired, not valid yet, or not made for this server");
    }
  }

  private static String subjectOf(Jwt jwt) {
    return jwt.subject()
        .filter(subject -> !subject.isBlank() && subject.indexOf('\0') < 0)
        .orElseThrow(() -> new InvalidTokenException("it names nobody"));
  }
}
