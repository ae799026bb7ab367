package io.flowforge.server.signup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.identity.DisplayName;
import io.flowforge.server.auth.EmailRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The claims that tell who somebody is (OpenID Connect Core 1.0, section 5.1). All others are
 * skipped, whatever they contain; a claim of the wrong type counts as missing.
 *
 * @param texts those that are strings, by name
 */
record ProfileClaims(Map<String, String> texts, EmailVerification verification) {

  private static final String SUBJECT = "sub";
  private static final String EMAIL = "email";
  private static final String NAME = "name";
  private static final String GIVEN_NAME = "given_name";
  private static final String FAMILY_NAME = "family_name";
  private static final String USERNAME = "preferred_username";
  private static final String NICKNAME = "nickname";

  /** The claims that are strings. */
  static final Set<String> TEXTS =
      Set.of(SUBJECT, EMAIL, NAME, GIVEN_NAME, FAMILY_NAME, USERNAME, NICKNAME);

  /** The claims of a token or a response that says nothing. */
  static final ProfileClaims NONE = new ProfileClaims(Map.of(), EmailVerification.UNKNOWN);

  ProfileClaims {
    texts = Map.copyOf(texts);
  }

  /** Reads the claims of an access token that has been verified. */
  static ProfileClaims ofToken(ObjectMapper mapper, String token, EmailRule rule) {
    int begin = token.indexOf('.') + 1;
    int end = token.indexOf('.', begin);
    try {
      byte[] payload = Base64.getUrlDecoder().decode(token.substring(begin, end));
      return read(mapper, new String(payload, StandardCharsets.UTF_8), rule);
    } catch (IOException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
      // The token is good, but what it says about the person cannot be read.
      return NONE;
    }
  }

  /**
   * Reads the claims, without a tree in memory.
   *
   * @throws IOException if the text is not a JSON object, is too deep, or has one of these claims
   *     twice, which others could understand differently
   */
  static ProfileClaims read(ObjectMapper mapper, String text, EmailRule rule) throws IOException {
    Map<String, String> texts = new HashMap<>();
    var verification = EmailVerification.UNKNOWN;
    boolean hasVerification = false;
    try (JsonParser json = mapper.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals(rule.verifiedClaim())) {
          require(!hasVerification);
          hasVerification = true;
          verification = EmailVerification.read(json, rule);
        } else if (TEXTS.contains(name) && json.currentToken() == JsonToken.VALUE_STRING) {
          require(texts.put(name, json.getText()) == null);
        }
        json.skipChildren();
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    return new ProfileClaims(texts, verification);
  }

  private static void require(boolean isWellFormed) throws IOException {
    if (!isWellFormed) {
      throw new IOException("malformed claims");
    }
  }

  String subject() {
    return text(SUBJECT);
  }

  /** Returns the e-mail address, empty if there is none. */
  String email() {
    return text(EMAIL).strip();
  }

  /** Returns the first name that can be stored; the e-mail address is the last resort. */
  Optional<DisplayName> displayName() {
    return Stream.of(
            text(NAME),
            text(GIVEN_NAME) + " " + text(FAMILY_NAME),
            text(USERNAME),
            text(NICKNAME),
            email())
        .flatMap(name -> DisplayName.find(name).stream())
        .findFirst();
  }

  private String text(String name) {
    return texts.getOrDefault(name, "");
  }
}
