package io.flowforge.secret.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A key that wraps the keys of secrets, and one of which tokens are derived. Both are derived from
 * one of the operator's, and neither tells anything about the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869, HKDF</a>
 */
record WrappingKey(SecretKey key, SecretKey ofTokens) {

  private static final byte[] SALT = "flowforge".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PURPOSE = "secret key wrapping 1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TOKENS = "tokens 1".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 32;

  static WrappingKey of(byte[] operatorKey) {
    return new WrappingKey(
        derived(operatorKey, "AES", PURPOSE), derived(operatorKey, "HmacSHA256", TOKENS));
  }

  private static SecretKey derived(byte[] operatorKey, String algorithm, byte[] purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(operatorKey)
                  .addSalt(SALT)
                  .thenExpand(purpose, LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "WrappingKey[]";
  }
}
