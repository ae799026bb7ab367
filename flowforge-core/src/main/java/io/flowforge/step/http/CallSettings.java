package io.flowforge.step.http;

import io.flowforge.redaction.SecretNames;
import java.time.Duration;

/**
 * The settings of API steps.
 *
 * @param timeout the time that a call waits for each part of its response
 * @param allowsPrivateTargets whether loopback and private addresses may be called
 * @param secretNames the names of values that are redacted in logs
 * @param loggedBodyBytes the number of bytes of each body that logs show
 * @param maxWait the operator's maximum of {@code poll.max_seconds}
 */
public record CallSettings(
    Duration timeout,
    boolean allowsPrivateTargets,
    SecretNames secretNames,
    int loggedBodyBytes,
    Duration maxWait) {

  public CallSettings allowingPrivateTargets(boolean allows) {
    return new CallSettings(timeout, allows, secretNames, loggedBodyBytes, maxWait);
  }

  public CallSettings withTimeout(Duration other) {
    return new CallSettings(other, allowsPrivateTargets, secretNames, loggedBodyBytes, maxWait);
  }

  public CallSettings withSecretNames(SecretNames names) {
    return new CallSettings(timeout, allowsPrivateTargets, names, loggedBodyBytes, maxWait);
  }

  public CallSettings withLoggedBodyBytes(int count) {
    return new CallSettings(timeout, allowsPrivateTargets, secretNames, count, maxWait);
  }

  public CallSettings withMaxWait(Duration max) {
    return new CallSettings(timeout, allowsPrivateTargets, secretNames, loggedBodyBytes, max);
  }
}
