package io.flowforge.faults.stub;

import java.time.Instant;

/**
 * A call that reached the target.
 *
 * @param key its {@code Idempotency-Key}
 * @param step the step that made it
 * @param behaviour how the target treated it; a repeated call whose effect has happened always
 *     succeeds
 * @param pipelineVersion the version of the pipeline that has made the call
 * @param secret the value of the header {@code X-Secret}; empty without one
 */
public record TargetCall(
    String key,
    CalledStep step,
    Instant at,
    Behaviour behaviour,
    int pipelineVersion,
    String secret) {

  /** Creates a call of the first version of a pipeline, without a secret. */
  public TargetCall(String key, CalledStep step, Instant at, Behaviour behaviour) {
    this(key, step, at, behaviour, 1, "");
  }

  /** Returns the id of the request, with which the key begins. */
  public String requestId() {
    int end = key.indexOf('/');
    return end < 0 ? key : key.substring(0, end);
  }

  public String ticket() {
    return step.ticket();
  }
}
