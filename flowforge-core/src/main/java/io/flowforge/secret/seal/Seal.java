package io.flowforge.secret.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts values with AES-256-GCM, each with a random key of its own, which is wrapped with an
 * operator's key. Safe for use by many threads.
 */
public final class Seal {

  private static final String VALUE = "value";
  private static final String KEY = "key";
  private static final int KEY_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeys keys;
  private final SecureRandom random = new SecureRandom();

  public Seal(SecretKeys keys) {
    this.keys = keys;
  }

  /** Returns whether there are keys; without them nothing can be sealed or opened. */
  public boolean hasKeys() {
    return !keys.isEmpty();
  }

  /** Returns the id of the key with which new values are sealed. */
  public String firstKeyId() {
    return keys.ids().getFirst();
  }

  /** Seals a value with the first key. */
  public SealedValue seal(SealScope scope, String value) {
    byte[] key = random(KEY_LENGTH);
    byte[] sealed =
        encrypted(
            new SecretKeySpec(key, "AES"),
            value.getBytes(StandardCharsets.UTF_8),
            scope.authenticated(VALUE));
    return new SealedValue(firstKeyId(), wrapped(key, scope), sealed);
  }

  /**
   * Opens a value.
   *
   * @throws ClosedSealException if there is no such key, or something has been changed
   */
  public String open(SealScope scope, SealedValue value) throws ClosedSealException {
    byte[] opened =
        decrypted(
            new SecretKeySpec(keyOf(scope, value), "AES"),
            value.sealed(),
            scope.authenticated(VALUE));
    return new String(opened, StandardCharsets.UTF_8);
  }

  /**
   * Returns the value with its key wrapped with the first of the operator's keys. The value itself
   * is not opened.
   *
   * @throws ClosedSealException if there is no such key, or something has been changed
   */
  public SealedValue rewrapped(SealScope scope, SealedValue value) throws ClosedSealException {
    return new SealedValue(firstKeyId(), wrapped(keyOf(scope, value), scope), value.sealed());
  }

  private byte[] wrapped(byte[] key, SealScope scope) {
    SecretKey wrapping = keys.find(firstKeyId()).orElseThrow().key();
    return encrypted(wrapping, key, scope.authenticated(KEY));
  }

  private byte[] keyOf(SealScope scope, SealedValue value) throws ClosedSealException {
    WrappingKey wrapping =
        keys.find(value.keyId())
            .orElseThrow(() -> ClosedSealException.unknownKey(value.keyId(), keys.ids()));
    return decrypted(wrapping.key(), value.wrappedKey(), scope.authenticated(KEY));
  }

  private byte[] encrypted(SecretKey key, byte[] plain, byte[] authenticated) {
    byte[] nonce = random(NONCE_LENGTH);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, authenticated);
      byte[] result = Arrays.copyOf(nonce, NONCE_LENGTH + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, result, NONCE_LENGTH);
      return result;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
  }

  private static byte[] decrypted(SecretKey key, byte[] encrypted, byte[] authenticated)
      throws ClosedSealException {
    if (encrypted.length < NONCE_LENGTH) {
      throw ClosedSealException.changed();
    }
    try {
      byte[] nonce = Arrays.copyOf(encrypted, NONCE_LENGTH);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, authenticated)
          .doFinal(encrypted, NONCE_LENGTH, encrypted.length - NONCE_LENGTH);
    } catch (AEADBadTagException e) {
      throw ClosedSealException.changed();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] authenticated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(authenticated);
    return cipher;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
