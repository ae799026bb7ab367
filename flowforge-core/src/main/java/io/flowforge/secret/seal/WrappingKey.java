package io.flowforge.secret.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A key that wraps the keys of secrets, derived from one of the operator's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869, HKDF</a>
 */
record WrappingKey(SecretKey key) {

  private static final byte[] SALT = "flowforge".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PURPOSE = "secret key wrapping 1".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 32;

  static WrappingKey of(byte[] operatorKey) {
    try {
      return new WrappingKey(
          KDF.getInstance("HKDF-SHA256")
              .deriveKey(
                  "AES",
                  HKDFParameterSpec.ofExtract()
                      .addIKM(operatorKey)
                      .addSalt(SALT)
                      .thenExpand(PURPOSE, LENGTH)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "WrappingKey[]";
  }
}
