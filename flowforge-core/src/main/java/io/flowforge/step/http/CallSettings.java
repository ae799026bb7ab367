package io.flowforge.step.http;

import io.flowforge.redaction.SecretNames;
import java.time.Duration;

/**
 * The settings of API steps.
 *
 * @param timeout the time that a call waits for each part of its response
 * @param allowsPrivateTargets whether loopback and private addresses may be called
 * @param secretNames the names of values that are redacted in logs
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
