package io.flowforge.step.http;

import io.flowforge.redaction.SecretNames;
import java.time.Duration;

/**
 * How API steps call.
 *
 * @param timeout how long a call waits for the first byte of an answer
 * @param allowsPrivateTargets whether loopback and private addresses may be called
 * @param secretNames whose values never show in a log
 */
public record CallSettings(
    Duration timeout, boolean allowsPrivateTargets, SecretNames secretNames) {

  public CallSettings allowingPrivateTargets(boolean allows) {
    return new CallSettings(timeout, allows, secretNames);
  }

  public CallSettings withTimeout(Duration other) {
    return new CallSettings(other, allowsPrivateTargets, secretNames);
  }

  public CallSettings withSecretNames(SecretNames names) {
    return new CallSettings(timeout, allowsPrivateTargets, names);
  }
}
