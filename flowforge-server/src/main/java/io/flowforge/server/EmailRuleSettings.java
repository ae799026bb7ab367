package io.flowforge.server;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.auth.EmailRule;
import io.flowforge.settings.SettingsReader;
import java.util.Set;

/** Reads the settings that decide which e-mail addresses of the issuer are verified. */
final class EmailRuleSettings {

  private static final String CLAIM = "OIDC_EMAIL_VERIFIED_CLAIM";
  private static final String TRUST = "OIDC_TRUST_EMAILS";
  private static final String MANAGEMENT = "MANAGEMENT_API_CLIENT";

  private static final CharacterSet CLAIM_NAME = CharacterSet.of("!-~");
  private static final int MAX_LENGTH = 200;

  /** Claims that say something else. */
  private static final Set<String> OTHERS =
      Set.of("sub", "iss", "aud", "exp", "iat", "nbf", "email", "name", "preferred_username");

  private EmailRuleSettings() {}

  static EmailRule read(SettingsReader settings) {
    if (settings.isSet(MANAGEMENT)) {
      settings.ignore(CLAIM, MANAGEMENT + " is set");
      settings.ignore(TRUST, MANAGEMENT + " is set");
      return EmailRule.DEFAULT;
    }
    String claim = settings.valueOr(CLAIM, EmailRule.STANDARD_CLAIM, EmailRuleSettings::claim);
    boolean trustsAll = settings.truth(TRUST);
    if (trustsAll && settings.isSet(CLAIM)) {
      settings.refuse(
          TRUST,
          "%s and %s contradict each other: an address counts as verified always, or by a claim; set only one of them"
              .formatted(TRUST, CLAIM));
    }
    return new EmailRule(claim, trustsAll);
  }

  private static String claim(String text) {
    if (text.length() > MAX_LENGTH || !CLAIM_NAME.containsAll(text) || OTHERS.contains(text)) {
      throw new InvalidException(
          SettingsReader.mustBe(
                  CLAIM,
                  "the name of the claim that is true for a verified e-mail address, such as"
                      + " email_verified or xms_edov",
                  text)
              .userMessage());
    }
    return text;
  }
}
