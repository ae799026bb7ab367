package io.flowforge.server.auth;

import io.flowforge.identity.Caller;
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
   * Returns the person to whom the token was issued, and until when it is accepted.
   *
   * @throws InvalidTokenException if the token is not accepted
   * @throws io.flowforge.error.UnavailableException if there are no keys to check it with
   */
  AcceptedToken verify(String token) {
    ParsedToken parsed = parsed(token);
    RSAPublicKey key =
        keys.find(keyIdIn(parsed.header()))
            .orElseThrow(() -> new InvalidTokenException(TokenProblem.UNKNOWN_KEY));
    require(parsed.isSignedWith(key), TokenProblem.SIGNATURE);
    String subject = subjectOf(parsed.claims());
    return new AcceptedToken(new Caller.Person(subject), endOf(parsed.claims()));
  }

  /** Checked before: it has a time of expiration. */
  private static Instant endOf(TokenClaims claims) {
    Instant expiresAt = claims.expiresAt();
    if (expiresAt == null) {
      throw new InvalidTokenException(TokenProblem.NO_EXPIRATION);
    }
    // The latest time there is needs no leeway, and allows none.
    return expiresAt.isAfter(Instant.MAX.minus(LEEWAY)) ? expiresAt : expiresAt.plus(LEEWAY);
  }

  private static ParsedToken parsed(String token) {
    try {
      return ParsedToken.of(token);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidTokenException(TokenProblem.MALFORMED);
    }
  }

  /** Returns the key id; the header may name a key, but never where to find it. */
  private static String keyIdIn(TokenHeader header) {
    require(header.algorithm().equals(ALGORITHM), TokenProblem.ALGORITHM);
    // No extension is supported, so none may be critical (RFC 7515, section 4.1.11).
    require(!header.isExtended(), TokenProblem.EXTENSIONS);
    require(!header.keyId().isEmpty(), TokenProblem.NO_KEY_ID);
    return header.keyId();
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
