package io.flowforge.server.auth;

import io.flowforge.identity.Caller;
import io.helidon.security.jwt.JwtHeaders;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkKeys;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an access token was issued by our issuer, for this server, and is valid now.
 * Thread-safe.
 */
final class TokenVerifier {

  private static final String ALGORITHM = JwkRSA.ALG_RS256;
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
    Parsed parsed = parsed(token);
    String kid = keyIdIn(parsed.headers);
    RSAPublicKey key =
        keys.find(kid).orElseThrow(() -> new InvalidTokenException(TokenProblem.UNKNOWN_KEY));
    require(parsed.signed.verifySignature(only(kid, key)).isValid(), TokenProblem.SIGNATURE);
    return new Caller.Person(subjectOf(parsed.claims));
  }

  private record Parsed(JwtHeaders headers, SignedJwt signed, TokenClaims claims) {}

  /**
   * Parses the token. Helidon throws exceptions of several kinds for a malformed token. Its {@code
   * SignedJwt.getJwt()} is not used: it also parses profile claims, and fails for odd ones.
   */
  private static Parsed parsed(String token) {
    try {
      SignedJwt signed = SignedJwt.parseToken(token);
      int begin = token.indexOf('.') + 1;
      String payload = token.substring(begin, token.indexOf('.', begin));
      return new Parsed(JwtHeaders.parseToken(token), signed, TokenClaims.read(payload));
    } catch (IOException | RuntimeException e) {
      throw new InvalidTokenException(TokenProblem.MALFORMED);
    }
  }

  /** Returns the key id; the header may name a key, but never where to find it. */
  private static String keyIdIn(JwtHeaders headers) {
    require(headers.algorithm().filter(ALGORITHM::equals).isPresent(), TokenProblem.ALGORITHM);
    // No extension is supported, so none may be critical (RFC 7515, section 4.1.11).
    require(!headers.headerClaims().containsKey("crit"), TokenProblem.EXTENSIONS);
    return headers
        .keyId()
        .filter(kid -> !kid.isEmpty())
        .orElseThrow(() -> new InvalidTokenException(TokenProblem.NO_KEY_ID));
  }

  private static JwkKeys only(String kid, RSAPublicKey key) {
    return JwkKeys.builder()
        .addKey(JwkRSA.builder().keyId(kid).algorithm(ALGORITHM).publicKey(key).build())
        .build();
  }

  private String subjectOf(TokenClaims claims) {
    require(issuer.issuer().equals(claims.issuer()), TokenProblem.ISSUER);
    require(claims.audiences().contains(issuer.audience()), TokenProblem.AUDIENCE);
    checkTimes(claims);
    String subject = claims.subject();
    if (subject == null || subject.isBlank() || subject.indexOf('\0') >= 0) {
      throw new InvalidTokenException(TokenProblem.NO_SUBJECT);
    }
    return subject;
  }

  private void checkTimes(TokenClaims claims) {
    Instant now = clock.instant();
    Instant expiresAt = claims.expiresAt();
    if (expiresAt == null) {
      throw new InvalidTokenException(TokenProblem.NO_EXPIRATION);
    }
    require(now.minus(LEEWAY).isBefore(expiresAt), TokenProblem.EXPIRED);
    require(isPast(claims.notBefore(), now), TokenProblem.NOT_YET_VALID);
    require(isPast(claims.issuedAt(), now), TokenProblem.ISSUED_IN_FUTURE);
  }

  private static boolean isPast(@Nullable Instant time, Instant now) {
    return time == null || !time.isAfter(now.plus(LEEWAY));
  }

  private static void require(boolean isGood, TokenProblem otherwise) {
    if (!isGood) {
      throw new InvalidTokenException(otherwise);
    }
  }
}
