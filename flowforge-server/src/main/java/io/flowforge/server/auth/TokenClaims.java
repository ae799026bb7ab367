package io.flowforge.server.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token that decide whether it is accepted (RFC 7519, section 4.1). All other
 * claims are skipped, whatever they contain: providers and their customers add what they like.
 */
final class TokenClaims {

  private @Nullable String issuer;
  private @Nullable String subject;
  private @Nullable Instant expiresAt;
  private @Nullable Instant notBefore;
  private @Nullable Instant issuedAt;
  private final Set<String> audiences = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  private TokenClaims() {}

  /**
   * Reads the claims.
   *
   * @param payload the middle part of the token
   * @throws IOException if it is not a JSON object, or one of these claims has the wrong type
   * @throws IllegalArgumentException if it is not base64url
   */
  static TokenClaims read(String payload) throws IOException {
    var claims = new TokenClaims();
    TokenJson.readObject(payload, claims::read);
    return claims;
  }

  private void read(String name, JsonParser json) throws IOException {
    switch (name) {
      case "iss" -> issuer = text(name, json);
      case "sub" -> subject = text(name, json);
      case "exp" -> expiresAt = time(name, json);
      case "nbf" -> notBefore = time(name, json);
      case "iat" -> issuedAt = time(name, json);
      case "aud" -> readAudiences(json);
      default -> json.skipChildren();
    }
  }

  private void readAudiences(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      audiences.add(text("aud", json));
      return;
    }
    requireFirst("aud");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      TokenJson.require(json.currentToken() == JsonToken.VALUE_STRING);
      audiences.add(json.getText());
    }
  }

  private String text(String name, JsonParser json) throws IOException {
    requireFirst(name);
    TokenJson.require(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getText();
  }

  /** Reads a number of seconds, which may have a fraction. */
  private Instant time(String name, JsonParser json) throws IOException {
    requireFirst(name);
    TokenJson.require(json.currentToken().isNumeric());
    double seconds = json.getDoubleValue();
    try {
      TokenJson.require(Math.abs(seconds) < Long.MAX_VALUE);
      return Instant.ofEpochSecond((long) Math.floor(seconds));
    } catch (DateTimeException e) {
      throw new IOException("no time", e);
    }
  }

  /** Two values of one claim could be understood differently by others. */
  private void requireFirst(String name) throws IOException {
    TokenJson.require(names.add(name));
  }

  @Nullable String issuer() {
    return issuer;
  }

  Set<String> audiences() {
    return audiences;
  }

  @Nullable Instant expiresAt() {
    return expiresAt;
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }

  @Nullable Instant issuedAt() {
    return issuedAt;
  }

  @Nullable String subject() {
    return subject;
  }
}
