package io.flowforge.request.state;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The one place where a request changes state. Each change is one guarded update, the history that
 * goes with it, and the queue entry where a worker is called for, all in the caller's transaction;
 * after the commit MongoDB follows.
 */
public final class RequestStateMachine {

  private static final Logger LOG = System.getLogger(RequestStateMachine.class.getName());

  private final ExecutionStateStore runs;
  private final StepEventStore events;
  private final WorkQueue queue;
  private final StatusProjection projection;
  private final InstantSource clock;
  private final MeterRegistry meters;

  public RequestStateMachine(
      ExecutionStateStore runs,
      StepEventStore events,
      WorkQueue queue,
      StatusProjection projection,
      InstantSource clock,
      MeterRegistry meters) {
    this.runs = runs;
    this.events = events;
    this.queue = queue;
    this.projection = projection;
    this.clock = clock;
    this.meters = meters;
  }

  /** Writes the first state of a request: nothing has started. */
  public ExecutionState open(
      Tx tx, String requestId, Pipeline pipeline, String requester, Instant createdOn) {
    var run =
        ExecutionState.first(
            requestId,
            pipeline.orgId(),
            RequestStatus.NOT_STARTED,
            pipeline.firstStepName(),
            0,
            createdOn);
    if (!runs.addIfAbsent(tx, run)) {
      throw new ConflictException("service request " + requestId + " exists already");
    }
    List<StepChange> changes =
        pipeline.stepsInOrder().stream()
            .map(step -> StepChange.of(step, StepStatus.NOT_STARTED))
            .toList();
    events.append(tx, run, "CREATE", changes, requester, createdOn);
    return run;
  }

  /**
   * Moves a run on.
   *
   * @param causedBy the user id of who caused it, empty for the system
   * @return the new state; empty, and nothing was written, when the run is no longer as given
   *     because another transition or another worker came first
   * @throws io.flowforge.error.ConflictException when the table has no such transition
   */
  public Optional<ExecutionState> record(
      Tx tx, ExecutionState run, Transition move, String causedBy) {
    TransitionType transition = move.transition();
    transition.requireAllowedFrom(run.status(), run.requestId());
    Instant now = now();
    ExecutionState next = run.after(move, now);
    // First of all: it takes the lock on the row, so that whatever follows has lost or won already.
    if (!runs.move(tx, run, next)) {
      return Optional.empty();
    }
    events.append(tx, next, transition.name(), move.changes(), causedBy, now);
    if (transition.callsForWorker()) {
      queue.enqueue(tx, next.requestId(), next.dispatch(), move.delay());
    }
    tx.afterCommit(() -> announce(run, transition, next, causedBy));
    return Optional.of(next);
  }

  private void announce(
      ExecutionState run, TransitionType transition, ExecutionState next, String causedBy) {
    meters.counter("flowforge.transitions", "transition", transition.name()).increment();
    LOG.log(
        Level.INFO,
        "event=transition request={0} seq={1} transition={2} from=\"{3}\" to=\"{4}\" step=\"{5}\""
            + " by=\"{6}\"",
        next.requestId(),
        Long.toString(next.seq()),
        transition,
        run.status().label(),
        next.status().label(),
        next.currentStep(),
        causedBy);
    if (next.statusSeq() == next.seq()) {
      var _ = projection.project(next);
    }
  }

  /** In microseconds, as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
