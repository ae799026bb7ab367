package io.flowforge.secret.seal;

/**
 * A value at rest.
 *
 * @param keyId the id of the operator's key that wraps the key of this value
 * @param wrappedKey the key of this value, encrypted
 * @param sealed the value, encrypted
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record SealedValue(String keyId, byte[] wrappedKey, byte[] sealed) {

  @Override
  public String toString() {
    return "SealedValue[keyId=" + keyId + "]";
  }
}
