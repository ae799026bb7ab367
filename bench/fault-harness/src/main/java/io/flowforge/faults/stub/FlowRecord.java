package io.flowforge.faults.stub;

import java.time.Instant;
import java.util.List;

/**
 * What the target knows of steps that build on each other.
 *
 * @param answers what it has answered
 * @param uses what it has received of earlier steps
 * @param callbacks the calls that it made to the servers
 */
public record FlowRecord(List<Answer> answers, List<Use> uses, List<Callback> callbacks) {

  /** Of a run without such steps. */
  public static final FlowRecord NONE = new FlowRecord(List.of(), List.of(), List.of());

  /**
   * A successful response, different from every other one.
   *
   * @param at a time before it was sent
   */
  public record Answer(CalledStep step, String value, String token, Instant at) {}

  /**
   * A call with values that an earlier step was answered with.
   *
   * @param from the name of the earlier step
   * @param token the value of the header {@code X-Output}; empty without one
   */
  public record Use(CalledStep step, String from, String value, String token) {}

  /**
   * A call of a callback URL, or the response to it.
   *
   * @param step the step that passed the URL on
   * @param value what the call carries, different from every other one
   * @param status 0 when it is sent for the first time
   */
  public record Callback(CalledStep step, String value, int status) {

    /** Returns whether a server has taken it. */
    public boolean isAccepted() {
      return status == 202;
    }
  }
}
