package io.flowforge.request.state;

import java.time.Duration;
import java.time.Instant;

/**
 * The state of execution of one request, as PostgreSQL holds it.
 *
 * @param currentStep the name of the step that runs, waits, or ran last; the first one before that
 * @param attempt which attempt of that step runs or is waited for, from 1
 * @param stepSpent how much of its time that step had used up when this attempt was due: earlier
 *     attempts and the waits after them, but nothing that a crash or an outage took
 * @param seq the number of the latest transition, from 1
 * @param statusSeq the number of the transition that last changed the status
 * @param dispatch the number of the transition that called for the current worker, 0 before the
 *     start
 * @param fencingToken how many workers took up that work so far
 * @param updatedAt when the latest transition took place
 */
public record ExecutionState(
    String requestId,
    int orgId,
    RequestStatus status,
    String currentStep,
    int attempt,
    Duration stepSpent,
    long seq,
    long statusSeq,
    long dispatch,
    long fencingToken,
    Instant updatedAt) {

  /**
   * The first state of a request.
   *
   * @param dispatch 1 when a worker has to take it up as it is, else 0
   */
  public static ExecutionState first(
      String requestId, int orgId, RequestStatus status, String step, long dispatch, Instant at) {
    return new ExecutionState(
        requestId, orgId, status, step, 1, Duration.ZERO, 1, 1, dispatch, 0, at);
  }

  /** This run after that move. */
  ExecutionState after(Transition move, Instant at) {
    TransitionType transition = move.transition();
    long next = seq + 1;
    return new ExecutionState(
        requestId,
        orgId,
        transition.to(),
        move.step(),
        transition.beginsStep() ? 1 : transition == TransitionType.RETRY ? attempt + 1 : attempt,
        transition.beginsStep() ? Duration.ZERO : stepSpent.plus(move.spent()),
        next,
        transition.to() == status ? statusSeq : next,
        transition.callsForWorker() ? next : dispatch,
        fencingToken,
        at);
  }
}
