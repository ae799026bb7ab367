package io.flowforge.request.adoption;

import io.flowforge.identity.Author;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequestStore.StatusReplacement;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.AdoptedState;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes what the rule finds to PostgreSQL, one request at a time. Thread-safe. */
final class AdoptionWriter {

  private static final Logger LOG = System.getLogger(AdoptionWriter.class.getName());

  private final RequestStateMachine stateMachine;
  private final StepLogStore logs;
  private final InstantSource clock;

  AdoptionWriter(RequestStateMachine stateMachine, StepLogStore logs, InstantSource clock) {
    this.stateMachine = stateMachine;
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * Writes what becomes of a request.
   *
   * @param before its state if another program has written to it since, which is locked
   * @param projection gets the status that the document is to have
   * @return false if another server has adopted it meanwhile
   */
  boolean write(
      Tx tx,
      DocumentHead request,
      Adoption adoption,
      Optional<ExecutionState> before,
      Consumer<StatusReplacement> projection) {
    Instant now = clock.instant();
    ExecutionState state =
        before
            .map(known -> known.adoptedAgain(adoption.status(), adoption.stepName(), now))
            .orElseGet(() -> first(request, adoption, now));
    var adopted =
        new AdoptedState(
            state,
            request.origin(),
            request.status().asFound(),
            now,
            adoption.kind() == AdoptionKind.UNKNOWN,
            adoption.changes(),
            adoption.kind() == AdoptionKind.FAILED ? adoption.line() : "");
    boolean isWritten =
        before.isPresent()
            ? stateMachine.adoptAgain(tx, before.get(), adopted)
            : stateMachine.adopt(tx, adopted);
    if (isWritten) {
      if (before.isPresent()) {
        log(
            tx,
            state,
            now,
            LogLine.Level.INFO,
            "Another program has written to this request; what it has recorded holds: "
                + adoption.status().label());
        tx.afterCommit(() -> logAgain(request, before.get(), state));
      }
      finish(tx, request, adoption, state, projection);
    }
    return isWritten;
  }

  private static ExecutionState first(DocumentHead request, Adoption adoption, Instant now) {
    boolean isChanged =
        switch (adoption.kind()) {
          case NOT_STARTED, WAITING, ENDED -> false;
          case FAILED, RESUMED, CANCELLED, UNKNOWN -> true;
        };
    var first =
        ExecutionState.first(
            request.id(),
            request.orgId(),
            adoption.status(),
            adoption.stepName(),
            isChanged ? now : request.lastUpdated());
    return adoption.kind() == AdoptionKind.RESUMED ? first : first.withoutWork();
  }

  private void finish(
      Tx tx,
      DocumentHead request,
      Adoption adoption,
      ExecutionState state,
      Consumer<StatusReplacement> projection) {
    if (adoption.kind() == AdoptionKind.CANCELLED) {
      var type = adoption.step().map(RecordedStep::type).orElse("");
      // Never refused: nobody else can change the row, and an open request can be cancelled.
      var _ =
          stateMachine
              .projectingTo(
                  cancelled -> {
                    projection.accept(new StatusReplacement(cancelled, request.status()));
                    return true;
                  })
              .record(
                  tx,
                  state,
                  Transition.cancel(state, type),
                  new Author(adoption.cancelledBy(), ""));
      return;
    }
    if (adoption.step().isPresent() && !adoption.line().isEmpty()) {
      var level =
          adoption.status() == RequestStatus.FAILED ? LogLine.Level.ERROR : LogLine.Level.INFO;
      log(tx, state, clock.instant(), level, adoption.line());
    }
    if (adoption.kind() == AdoptionKind.UNKNOWN) {
      // Its document is never written, so there is nothing that MongoDB lacks.
      logUnknown(request);
    } else {
      projection.accept(new StatusReplacement(state, request.status()));
    }
  }

  private void log(Tx tx, ExecutionState state, Instant now, LogLine.Level level, String line) {
    logs.append(tx, state, List.of(new LogLine(level, now, line)));
  }

  private static void logUnknown(DocumentHead request) {
    LOG.log(
        Level.WARNING,
        LogEvent.of("status_unknown")
            .with("request", request.id())
            .with("status", request.status().stored()));
  }

  private static void logAgain(DocumentHead request, ExecutionState before, ExecutionState after) {
    LOG.log(
        Level.WARNING,
        LogEvent.of("request_written_elsewhere")
            .with("request", request.id())
            .with("found", request.status().stored())
            .with("from", before.status().label())
            .with("to", after.status().label())
            .with("step", after.currentStep()));
  }
}
