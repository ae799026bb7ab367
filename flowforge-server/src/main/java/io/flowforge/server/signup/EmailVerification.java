package io.flowforge.server.signup;

import com.fasterxml.jackson.core.JsonParser;
import io.flowforge.server.auth.EmailRule;
import java.io.IOException;

/** What an issuer says about the owner of an e-mail address. */
enum EmailVerification {
  VERIFIED,
  UNVERIFIED,
  /** Nothing. */
  UNKNOWN;

  /**
   * Reads the value of a claim. The standard claim is a boolean (OpenID Connect Core 1.0, section
   * 5.1), so the string "true" is not true. A claim with another name is one that an issuer has
   * made up: Entra sends {@code xms_edov} as a boolean, a number or a string.
   */
  static EmailVerification read(JsonParser json, EmailRule rule) throws IOException {
    boolean isStandard = rule.verifiedClaim().equals(EmailRule.STANDARD_CLAIM);
    return switch (json.currentToken()) {
      case VALUE_NULL -> UNKNOWN;
      case VALUE_TRUE -> VERIFIED;
      case VALUE_NUMBER_INT, VALUE_STRING ->
          !isStandard && isTrue(json.getText()) ? VERIFIED : UNVERIFIED;
      default -> UNVERIFIED;
    };
  }

  private static boolean isTrue(String text) {
    return text.equals("1") || text.equals("true");
  }
}
