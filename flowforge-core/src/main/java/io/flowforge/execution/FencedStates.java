package io.flowforge.execution;

import static java.util.stream.Collectors.toMap;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.EntryStore;
import io.flowforge.execution.queue.HeldEntry;
import io.flowforge.execution.queue.QueueEntry;
import io.flowforge.identity.Author;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.NothingChangedException;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.AdoptedStateStore.Cause;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.Transition;
import io.flowforge.trace.LogEvent;
import io.flowforge.trace.TraceId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The execution states of requests, as workers change them: a dispatch is claimed first, and every
 * later write is guarded by the fencing token of that claim. Safe for use by many threads.
 */
final class FencedStates {

  private static final Logger LOG = System.getLogger(FencedStates.class.getName());

  /** Why nothing more is executed. */
  static final String WRITTEN_ELSEWHERE =
      "Another program has written to this request while this server ran it; this server executes"
          + " nothing more of it. What the other program has recorded is taken over in a moment";

  private final Database database;
  private final ExecutionStateStore states;
  private final AdoptedStateStore adoptions;
  private final RequestStateMachine stateMachine;
  private final StepLogStore logs;
  private final EntryStore entries = new EntryStore();
  private final InstantSource clock;

  FencedStates(
      Database database,
      ExecutionStateStore states,
      RequestStateMachine stateMachine,
      StepLogStore logs,
      InstantSource clock) {
    this.database = database;
    this.states = states;
    this.adoptions = new AdoptedStateStore(states);
    this.stateMachine = stateMachine;
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * A request that this worker has claimed.
   *
   * @param cause what queued the work, and what tells whether another program has written to it
   */
  record Claimed(ExecutionState state, Cause cause) {

    String traceId() {
      return cause.traceId();
    }

    /** Returns what is known in a later state; events are looked for when it is written. */
    ObservedState at(ExecutionState later) {
      return new ObservedState(later, cause.observed().found(), false);
    }
  }

  /**
   * Claims the dispatches of queue entries, except those that are over and those of requests that
   * are changing at this moment. Returns what has been claimed, by its entry.
   */
  Map<QueueEntry, Claimed> claimAll(Tx tx, List<QueueEntry> queued) {
    return adoptions
        .claimAll(
            tx,
            queued.stream().map(QueueEntry::requestId).toList(),
            queued.stream().map(QueueEntry::dispatch).toList())
        .stream()
        .map(cause -> new Claimed(cause.observed().state(), cause))
        .collect(toMap(claimed -> entryOf(claimed.state()), Function.identity()));
  }

  /** Claims the dispatch of a queue entry; if it is over, removes the entry and returns empty. */
  Optional<Claimed> claimOrRemove(QueueEntry entry) {
    return database.inTransaction(
        tx -> {
          Optional<Claimed> claimed = claim(tx, entry);
          if (claimed.isEmpty()) {
            entries.remove(tx, entry);
          }
          return claimed;
        });
  }

  /**
   * Returns the places of those of the states that another transition or another worker has
   * changed. A worker that cannot check because PostgreSQL is unavailable continues: the guard
   * keeps a late outcome out.
   */
  List<Integer> lostOf(List<ExecutionState> known) {
    try {
      return database.inTransaction(tx -> tx.last(() -> states.outdatedOf(tx, known)));
    } catch (UnavailableException e) {
      return List.of();
    }
  }

  /**
   * Removes the entry of a dispatch that this worker has lost if nothing is left to do for it.
   * Otherwise the entry must stay in the queue: the worker that claimed the dispatch may have been
   * frozen before and have lost its own entry; if it died, nobody would claim the request.
   *
   * @return whether nothing is left to do
   */
  boolean isOverAndRemoved(ExecutionState lost) {
    return database.inTransaction(
        tx -> {
          boolean goesOn =
              states.find(tx, lost.requestId()).filter(now -> now.isOfDispatch(lost)).isPresent();
          if (!goesOn) {
            entries.remove(tx, entryOf(lost));
          }
          return !goesOn;
        });
  }

  BufferedStepLog openLog(ExecutionState state) {
    return new BufferedStepLog(database, logs, state, clock);
  }

  /**
   * Records the outcome of a step.
   *
   * @param alongside writes the rest of the step's log in the same transaction; called again if a
   *     first transaction fails because the request was lost
   * @return the new state, or empty if nothing was written because the request was lost
   */
  Optional<ExecutionState> record(
      ExecutionState state, Transition transition, Consumer<Tx> alongside) {
    try {
      return Optional.of(
          database.inTransaction(
              tx -> {
                ExecutionState next =
                    stateMachine.recordOrFail(tx, state, transition, Author.SYSTEM);
                alongside.accept(tx);
                return next;
              }));
    } catch (NothingChangedException e) {
      // Again, with the row count read first, to find out why.
      return database.inTransaction(tx -> record(tx, state, transition, alongside));
    }
  }

  /**
   * Fails a request that cannot continue.
   *
   * @param reason one sentence for the requester
   */
  Optional<ExecutionState> fail(ExecutionState state, String reason) {
    return database.inTransaction(tx -> fail(tx, state, reason));
  }

  /**
   * Fails a request that cannot be run, unless this worker has lost its entry or its dispatch is
   * over. Claims and fails it in one transaction, so that no other worker can claim it in between.
   */
  void failIfHeld(HeldEntry held, String reason) {
    database.useTransaction(
        tx -> {
          // As everywhere, the request is locked before its entry.
          var _ = states.lock(tx, held.entry().requestId());
          if (entries.isHeld(tx, held)) {
            claim(tx, held.entry())
                .ifPresentOrElse(
                    claimed ->
                        TraceId.run(claimed.traceId(), () -> fail(tx, claimed.state(), reason)),
                    () -> entries.remove(tx, held.entry()));
          }
        });
  }

  private static QueueEntry entryOf(ExecutionState state) {
    return new QueueEntry(state.requestId(), state.dispatch());
  }

  private Optional<Claimed> claim(Tx tx, QueueEntry entry) {
    return states
        .claim(tx, entry.requestId(), entry.dispatch())
        .map(state -> new Claimed(state, adoptions.causeOf(tx, state)));
  }

  private Optional<ExecutionState> fail(Tx tx, ExecutionState state, String reason) {
    var line = new LogLine(LogLine.Level.ERROR, clock.instant(), reason);
    return record(
        tx,
        state,
        Transition.fail(state).because(reason),
        log -> logs.append(log, state, List.of(line)));
  }

  private void halt(Tx tx, ExecutionState state, Consumer<Tx> alongside) {
    alongside.accept(tx);
    logs.append(
        tx, state, List.of(new LogLine(LogLine.Level.ERROR, clock.instant(), WRITTEN_ELSEWHERE)));
  }

  private Optional<ExecutionState> record(
      Tx tx, ExecutionState state, Transition transition, Consumer<Tx> alongside) {
    Optional<ExecutionState> next = stateMachine.record(tx, state, transition, Author.SYSTEM);
    if (next.isPresent()) {
      alongside.accept(tx);
    } else if (transition.halted().isPresent() && stateMachine.isWrittenElsewhere(tx, state)) {
      return record(
          tx,
          state,
          transition.halted().get().because(WRITTEN_ELSEWHERE),
          log -> halt(log, state, alongside));
    } else {
      LOG.log(
          Level.INFO,
          LogEvent.of("late_outcome_discarded")
              .with("request", state.requestId())
              .with("step", state.currentStep())
              .with("outcome", transition.type()));
    }
    return next;
  }
}
