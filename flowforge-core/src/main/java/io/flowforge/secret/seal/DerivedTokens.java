package io.flowforge.secret.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Tokens of 256 bits that follow from an operator's key and a purpose, so that they can be told
 * again without being stored. Nobody without the key can guess one. Safe for use by many threads.
 */
public final class DerivedTokens {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeys keys;

  public DerivedTokens(SecretKeys keys) {
    this.keys = keys;
  }

  /** Returns whether there are keys. */
  public boolean arePossible() {
    return !keys.isEmpty();
  }

  /** Returns the id of the key of which new tokens are derived. */
  public String firstKeyId() {
    return keys.ids().getFirst();
  }

  /** Returns the token in URL-safe Base64, or empty if this process does not have the key. */
  public Optional<String> token(String keyId, String purpose) {
    return keys.find(keyId).map(key -> token(key, purpose));
  }

  private static String token(WrappingKey key, String purpose) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key.ofTokens());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
