package io.flowforge.faults.stub;

import java.time.Instant;

/**
 * A call that reached the target.
 *
 * @param key its {@code Idempotency-Key}
 * @param step the step that made it
 * @param behaviour how the target treated it; a repeated call whose effect has happened always
 *     succeeds
 * @param secret the value of the header {@code X-Secret}; empty without one
 */
public record TargetCall(
    String key, CalledStep step, Instant at, Behaviour behaviour, String secret) {

  /** Creates a call without a secret. */
  public TargetCall(String key, CalledStep step, Instant at, Behaviour behaviour) {
    this(key, step, at, behaviour, "");
  }

  public String ticket() {
    return step.ticket();
  }
}
