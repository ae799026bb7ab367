package io.flowforge.request.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The execution state of one request, as stored in PostgreSQL.
 *
 * @param currentStep the name of the step that runs, waits or ran last; before the start, the first
 *     step
 * @param attempt the number of the step's current attempt, from 1
 * @param stepSpent how much of its time the step had used when this attempt was due: earlier
 *     attempts and the delays after them, without crashes and outages
 * @param seq the number of the latest transition, from 1
 * @param statusSeq the number of the transition that last changed the status
 * @param dispatch the number of the transition that queued the current work, 0 before the start
 * @param fencingToken how often that work has been claimed
 * @param updatedAt the time of the latest transition
 * @param run the number of the run, from 1; each retry begins another
 * @param pinned the version of the pipeline that a retry has moved the request to; null for the one
 *     that the document names
 * @param isSuspended whether the current step is suspended: it was executed, and is executed again
 *     when its time or a signal comes
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
    Instant updatedAt,
    int run,
    @Nullable PinnedPipeline pinned,
    boolean isSuspended) {

  /** A version of a pipeline, as documents of requests name it. */
  public record PinnedPipeline(String id, int version, String name) {}

  /** Creates a state of the first run. */
  public ExecutionState(
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
    this(
        requestId,
        orgId,
        status,
        currentStep,
        attempt,
        stepSpent,
        seq,
        statusSeq,
        dispatch,
        fencingToken,
        updatedAt,
        1,
        null,
        false);
  }

  /** Returns the first state of a request. A request that is Running already needs a worker. */
  public static ExecutionState first(
      String requestId, int orgId, RequestStatus status, String step, Instant at) {
    long dispatch = status == RequestStatus.RUNNING ? 1 : 0;
    return new ExecutionState(
        requestId, orgId, status, step, 1, Duration.ZERO, 1, 1, dispatch, 0, at);
  }

  /** Returns whether a worker runs the request, or an entry of the queue waits for one. */
  public boolean hasWork() {
    return status == RequestStatus.RUNNING && dispatch > 0;
  }

  /** Returns whether the dispatch of the other state is not over. */
  public boolean isOfDispatch(ExecutionState other) {
    return hasWork() && dispatch == other.dispatch();
  }

  /** Returns the state without a queued dispatch: no worker claims the request. */
  public ExecutionState withoutWork() {
    return new ExecutionState(
        requestId,
        orgId,
        status,
        currentStep,
        attempt,
        stepSpent,
        seq,
        statusSeq,
        0,
        fencingToken,
        updatedAt,
        run,
        pinned,
        false);
  }

  /** Returns the state that replaces this one after another program has written to the request. */
  public ExecutionState adoptedAgain(RequestStatus found, String step, Instant at) {
    long next = seq + 1;
    return new ExecutionState(
        requestId,
        orgId,
        found,
        step,
        1,
        Duration.ZERO,
        next,
        next,
        0,
        fencingToken,
        at,
        run,
        pinned,
        false);
  }

  /** Returns the state after the transition. */
  ExecutionState after(Transition transition, Instant at) {
    TransitionType type = transition.type();
    long next = seq + 1;
    return new ExecutionState(
        requestId,
        orgId,
        type.to(),
        transition.next().name(),
        attemptAfter(type),
        type.beginsStep() ? Duration.ZERO : stepSpent.plus(transition.spent()),
        next,
        type.to() == status ? statusSeq : next,
        type.queuesWork() ? next : dispatch,
        fencingToken,
        at,
        type.beginsRun() ? run + 1 : run,
        transition.pinned() == null ? pinned : transition.pinned(),
        type.isSuspendedAfter());
  }

  private int attemptAfter(TransitionType type) {
    if (type.beginsStep()) {
      return 1;
    }
    return type.beginsAttempt() ? attempt + 1 : attempt;
  }
}
