package io.flowforge.execution.suspension;

import io.flowforge.execution.queue.EntryStore;
import io.flowforge.execution.queue.QueueEntry;
import io.flowforge.identity.Author;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.Transition;
import io.flowforge.request.state.TransitionType;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Suspends steps: the first time by a transition, from then on by giving the entry of the queue
 * another time, so that the history does not grow with the number of looks. Safe for use by many
 * threads.
 */
public final class Suspensions {

  private static final Logger LOG = System.getLogger(Suspensions.class.getName());

  private final Database database;
  private final ExecutionStateStore states;
  private final RequestStateMachine stateMachine;
  private final Callbacks callbacks;
  private final InstantSource clock;
  private final StepWaitStore waits = new StepWaitStore();
  private final EntryStore entries = new EntryStore();

  /**
   * @param clock the clock of all servers on the database, in microseconds
   */
  public Suspensions(
      Database database,
      ExecutionStateStore states,
      RequestStateMachine stateMachine,
      Callbacks callbacks,
      InstantSource clock) {
    this.database = database;
    this.states = states;
    this.stateMachine = stateMachine;
    this.callbacks = callbacks;
    this.clock = clock;
  }

  /** Returns how the current step is suspended; reads nothing if it is not. */
  public Optional<StepWait> of(ExecutionState state) {
    return state.isSuspended()
        ? database.inTransaction(tx -> tx.last(() -> waits.find(tx, state.requestId())))
        : Optional.empty();
  }

  /**
   * Suspends the current step of a request that this worker has claimed.
   *
   * @param alongside writes the rest of the step's log in the same transaction
   * @return the state after it, in which the worker has nothing left to do, or empty if nothing was
   *     written because the request was lost
   */
  public Optional<ExecutionState> suspend(
      ExecutionState state, Step step, StepOutcome.Suspended outcome, Consumer<Tx> alongside) {
    return database.inTransaction(
        tx -> {
          if (!states.lockIfCurrent(tx, state)) {
            LOG.log(
                Level.INFO,
                LogEvent.of("late_outcome_discarded")
                    .with("request", state.requestId())
                    .with("step", state.currentStep())
                    .with("outcome", TransitionType.SUSPEND));
            return Optional.empty();
          }
          return state.isSuspended()
              ? Optional.of(again(tx, state, outcome, alongside))
              : first(tx, state, step, outcome, alongside);
        });
  }

  private Optional<ExecutionState> first(
      Tx tx,
      ExecutionState state,
      Step step,
      StepOutcome.Suspended outcome,
      Consumer<Tx> alongside) {
    // The state is locked: what comes from now on finds the step suspended, and continues it.
    // The time of the entry is not before this one: an entry that is due finds its time has come.
    Instant now = clock.instant();
    boolean hasSignal = outcome.waitsFor() == WaitsFor.CALLBACK && callbacks.hasCome(tx, state);
    Duration delay = hasSignal ? Duration.ZERO : outcome.delay();
    Optional<ExecutionState> next =
        stateMachine.record(tx, state, Transition.suspend(step, delay), Author.SYSTEM);
    if (next.isPresent()) {
      waits.put(
          tx,
          state.requestId(),
          new StepWait(
              outcome.waitsFor(), now, now.plus(outcome.delay()), hasSignal, 0, outcome.memo()));
      alongside.accept(tx);
    }
    return next;
  }

  private ExecutionState again(
      Tx tx, ExecutionState state, StepOutcome.Suspended outcome, Consumer<Tx> alongside) {
    Instant now = clock.instant();
    Optional<StepWait> before = waits.find(tx, state.requestId());
    Instant until = now.plus(outcome.delay());
    waits.put(
        tx,
        state.requestId(),
        new StepWait(
            outcome.waitsFor(),
            before.map(StepWait::since).orElse(now),
            until,
            false,
            before.map(wait -> wait.looks() + 1).orElse(0),
            outcome.memo()));
    alongside.accept(tx);
    // As everywhere, the request is locked before its entry.
    entries.reschedule(tx, new QueueEntry(state.requestId(), state.dispatch()), now, until);
    return state.withoutWork();
  }
}
