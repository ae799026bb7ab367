package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

/**
 * Tokens that an issuer has granted.
 *
 * @param lifetime how long the access token is valid
 * @param refreshToken empty if there is none
 */
public record IssuedTokens(String accessToken, Duration lifetime, String refreshToken)
    implements TokenAnswer {

  /**
   * Returns the subject of the access token, for people to read; the server verifies it. Empty if
   * the token does not tell.
   */
  public String subject(ObjectMapper json) {
    int begin = accessToken.indexOf('.') + 1;
    int end = accessToken.indexOf('.', begin);
    if (begin == 0 || end < 0) {
      return "";
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(accessToken.substring(begin, end));
      JsonNode subject = json.readTree(claims).path("sub");
      return Shown.of(subject.asText());
    } catch (IOException | IllegalArgumentException _) {
      // An opaque token with two dots.
      return "";
    }
  }

  /** Omits the tokens. */
  @Override
  public String toString() {
    return "tokens for " + lifetime;
  }
}
