package io.flowforge.cli.embedded.issuer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens of the issuer: JWTs signed with RS256. */
final class IssuerTokens {

  private final ObjectMapper json;
  private final IssuerKey key;
  private final String issuer;
  private final Duration lifetime;
  private final InstantSource clock;

  IssuerTokens(
      ObjectMapper json, IssuerKey key, String issuer, Duration lifetime, InstantSource clock) {
    this.json = json;
    this.key = key;
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  Duration lifetime() {
    return lifetime;
  }

  /** Returns a signed token for the subject, valid from now on. */
  String issue(String subject, String audience) {
    Instant now = clock.instant();
    String signed =
        part(Map.of("alg", "RS256", "typ", "JWT", "kid", key.id()))
            + "."
            + part(
                Map.of(
                    "iss", issuer,
                    "sub", subject,
                    "aud", audience,
                    "iat", now.getEpochSecond(),
                    "exp", now.plus(lifetime).getEpochSecond()));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.privateKey());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RS256 is part of every JDK", e);
    }
  }

  /** Returns whether this issuer signed the token for that audience and it has not expired. */
  boolean isValid(String token, String audience) {
    return subject(token, audience).isPresent();
  }

  /** Returns whose token it is, if this issuer signed it for that audience and it is valid. */
  Optional<String> subject(String token, String audience) {
    List<String> parts = CharacterSet.of(".").split(token);
    if (parts.size() != 3) {
      return Optional.empty();
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key.publicKey());
      signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.UTF_8));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts.get(2)))) {
        return Optional.empty();
      }
      // It has our signature, so it has all of our claims.
      JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(parts.get(1)));
      boolean isValid =
          claims.path("iss").asText().equals(issuer)
              && claims.path("aud").asText().equals(audience)
              && clock.instant().getEpochSecond() < claims.path("exp").asLong();
      return isValid ? Optional.of(claims.path("sub").asText()) : Optional.empty();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String part(Map<String, Object> claims) {
    try {
      return encoded(json.writeValueAsBytes(claims));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can always be written as JSON", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
