package io.flowforge.faults.stub;

import java.time.Instant;

/**
 * A call that reached the target.
 *
 * @param key its {@code Idempotency-Key}
 * @param step the step that made it
 * @param behaviour how the target treated it; a repeated call whose effect has happened always
 *     succeeds
 */
public record TargetCall(String key, CalledStep step, Instant at, Behaviour behaviour) {

  public String ticket() {
    return step.ticket();
  }
}
