package io.flowforge.request;

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
public final class RequestLedger {

  private static final Logger LOG = System.getLogger(RequestLedger.class.getName());

  private final RequestRunStore runs;
  private final StepEventStore events;
  private final WorkQueue queue;
  private final StatusProjector projector;
  private final InstantSource clock;
  private final MeterRegistry meters;

  RequestLedger(
      RequestRunStore runs,
      StepEventStore events,
      WorkQueue queue,
      StatusProjector projector,
      InstantSource clock,
      MeterRegistry meters) {
    this.runs = runs;
    this.events = events;
    this.queue = queue;
    this.projector = projector;
    this.clock = clock;
    this.meters = meters;
  }

  /** Writes the first state of a request: nothing has started. */
  RequestRun open(Tx tx, ServiceRequest request, Pipeline pipeline) {
    var run =
        RequestRun.first(
            request.id(),
            request.orgId(),
            RequestStatus.NOT_STARTED,
            pipeline.firstStepName(),
            0,
            request.createdOn());
    if (!runs.addIfAbsent(tx, run)) {
      throw new ConflictException("service request " + request.id() + " exists already");
    }
    List<StepChange> changes =
        pipeline.stepsInOrder().stream()
            .map(step -> StepChange.of(step, StepStatus.NOT_STARTED))
            .toList();
    events.append(tx, run, "CREATE", changes, request.userId(), request.createdOn());
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
  public Optional<RequestRun> record(Tx tx, RequestRun run, Move move, String causedBy) {
    RequestTransition transition = move.transition();
    transition.requireAllowedFrom(run.status(), run.requestId());
    Instant now = now();
    RequestRun next = run.after(move, now);
    // First of all: it takes the lock on the row, so that whatever follows has lost or won already.
    if (!runs.move(tx, run, next)) {
      return Optional.empty();
    }
    events.append(tx, next, transition.name(), move.changes(), causedBy, now);
    if (transition.callsForWorker()) {
      queue.enqueue(tx, next.requestId(), next.leg(), move.delay());
    }
    tx.afterCommit(() -> announce(run, transition, next, causedBy));
    return Optional.of(next);
  }

  private void announce(
      RequestRun run, RequestTransition transition, RequestRun next, String causedBy) {
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
      var _ = projector.project(next);
    }
  }

  /** In microseconds, as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
