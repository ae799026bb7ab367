package io.flowforge.server;

import io.flowforge.scan.CharacterSet;
import io.flowforge.server.auth.PublicClients;
import io.flowforge.settings.SettingsReader;

/** Reads the scopes that people's clients ask the issuer for. */
final class SignInScopes {

  private static final String NAME = "OIDC_SCOPES";

  /** What RFC 6749, section 3.3, allows in scopes and between them. */
  private static final CharacterSet SCOPES = CharacterSet.of(" !#-[]-~");

  private static final int MAX_LENGTH = 1_000;

  private SignInScopes() {}

  static String read(SettingsReader settings) {
    return settings.valueOr(NAME, PublicClients.USUAL_SCOPES, SignInScopes::scopes);
  }

  private static String scopes(String text) {
    boolean isOpenId = CharacterSet.BLANKS.split(text).contains("openid");
    if (text.length() > MAX_LENGTH || !SCOPES.containsAll(text) || !isOpenId) {
      throw SettingsReader.mustBe(
          NAME,
          "scopes that are separated by blanks, one of them openid, such as "
              + PublicClients.USUAL_SCOPES,
          text);
    }
    return text;
  }
}
