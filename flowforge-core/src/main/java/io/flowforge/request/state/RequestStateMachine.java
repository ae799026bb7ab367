package io.flowforge.request.state;

import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Author;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Tx;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The only class that changes the state of requests. Each change is one guarded update, its history
 * and, if a worker is needed, a queue entry, all in the caller's transaction; MongoDB follows after
 * the commit. Safe for use by many threads.
 */
public final class RequestStateMachine {

  private static final Logger LOG = System.getLogger(RequestStateMachine.class.getName());

  private final ExecutionStateStore states;
  private final StepEventStore events;
  private final WorkQueue queue;
  private final StatusProjection projection;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Consumer<ExecutionState> observer;
  private final AdoptedStateStore adoptions;
  private final VersionStore versions = new VersionStore();
  private final StepWaitStore waits = new StepWaitStore();

  /**
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public RequestStateMachine(
      ExecutionStateStore states,
      StepEventStore events,
      WorkQueue queue,
      StatusProjection projection,
      InstantSource clock,
      MeterRegistry meters) {
    this(states, events, queue, projection, clock, meters, _ -> {});
  }

  /**
   * @param clock in microseconds, the precision of PostgreSQL
   * @param observer is told each new state after its commit, by the thread that wrote it, and must
   *     not wait for anything
   */
  public RequestStateMachine(
      ExecutionStateStore states,
      StepEventStore events,
      WorkQueue queue,
      StatusProjection projection,
      InstantSource clock,
      MeterRegistry meters,
      Consumer<ExecutionState> observer) {
    this.states = states;
    this.events = events;
    this.queue = queue;
    this.projection = projection;
    this.clock = clock;
    this.meters = meters;
    this.observer = observer;
    this.adoptions = new AdoptedStateStore(states);
  }

  /** Returns a machine on the same stores whose status changes go to another projection. */
  public RequestStateMachine projectingTo(StatusProjection other) {
    return new RequestStateMachine(states, events, queue, other, clock, meters, observer);
  }

  /**
   * Writes the first state of a new request, unless its pipeline accepts no requests.
   *
   * @return empty if the pipeline is not the newest version of its lineage, or is archived
   * @throws ConflictException if the request has a state already
   * @throws ForbiddenException if the organization has been deleted
   */
  public Optional<ExecutionState> openIfAccepted(
      Tx tx, String requestId, Pipeline pipeline, String requester, Instant createdOn) {
    ExecutionState state = first(requestId, pipeline, createdOn);
    var origin = new RequestOrigin(requester, pipeline.id(), createdOn);
    if (!states.addIfAccepted(tx, state, origin)) {
      if (!versions.acceptsRequests(tx, pipeline.id())) {
        return Optional.empty();
      }
      throw notOpened(tx, state);
    }
    appendCreation(tx, state, pipeline, requester);
    return Optional.of(state);
  }

  /**
   * Writes the first state of a new request, whichever version of a pipeline it runs on.
   *
   * @throws ConflictException if the request has a state already
   * @throws ForbiddenException if the organization has been deleted
   */
  public ExecutionState open(
      Tx tx, String requestId, Pipeline pipeline, String requester, Instant createdOn) {
    ExecutionState state = first(requestId, pipeline, createdOn);
    if (!states.addIfOpen(tx, state, new RequestOrigin(requester, pipeline.id(), createdOn))) {
      throw notOpened(tx, state);
    }
    appendCreation(tx, state, pipeline, requester);
    return state;
  }

  private static ExecutionState first(String requestId, Pipeline pipeline, Instant createdOn) {
    return ExecutionState.first(
        requestId,
        pipeline.orgId(),
        RequestStatus.NOT_STARTED,
        pipeline.firstStepName(),
        createdOn);
  }

  private FlowforgeException notOpened(Tx tx, ExecutionState state) {
    return states.find(tx, state.requestId()).isPresent()
        ? new ConflictException("service request " + state.requestId() + " exists already")
        : new ForbiddenException(
            "organization %d has been deleted; submit the request in another one"
                .formatted(state.orgId()));
  }

  private void appendCreation(Tx tx, ExecutionState state, Pipeline pipeline, String requester) {
    List<StepChange> changes =
        pipeline.stepsInOrder().stream()
            .map(step -> StepChange.of(step, StepStatus.NOT_STARTED))
            .toList();
    var created = new StepEventStore.Happened("CREATE", null, null, null, changes);
    events.append(tx, state, created, new Author(requester, ""));
  }

  /**
   * Writes the first state of a request of an older system, unless it has a state already. Only a
   * state that is Running queues work.
   *
   * @return whether it was written
   */
  public boolean adopt(Tx tx, AdoptedState adopted) {
    if (!adoptions.add(tx, adopted)) {
      return false;
    }
    ExecutionState state = adopted.state();
    appendAdoption(tx, adopted);
    if (state.dispatch() > 0) {
      queue.enqueue(tx, state.requestId(), state.dispatch(), Duration.ZERO);
    }
    return true;
  }

  /**
   * Replaces the state of a request that another program has written to. Queues nothing.
   *
   * @param locked the state, which is locked
   * @return whether it was written
   */
  public boolean adoptAgain(Tx tx, ExecutionState locked, AdoptedState adopted) {
    if (!adoptions.replace(tx, locked, adopted)) {
      return false;
    }
    if (locked.isSuspended()) {
      waits.remove(tx, locked.requestId());
      queue.remove(tx, locked.requestId(), locked.dispatch());
    }
    appendAdoption(tx, adopted);
    return true;
  }

  private void appendAdoption(Tx tx, AdoptedState adopted) {
    ExecutionState state = adopted.state();
    var happened =
        new StepEventStore.Happened(
            "ADOPT",
            state.currentStep().isEmpty() ? null : state.currentStep(),
            null,
            adopted.reason().isEmpty() ? null : Transition.shortened(adopted.reason()),
            adopted.changes());
    events.append(tx, state, happened, Author.SYSTEM);
    tx.afterCommit(() -> observer.accept(state));
  }

  /** Tells the observer of a new request, whose document has been written, too. */
  public void announceNew(ExecutionState first) {
    observer.accept(first);
  }

  /** Returns whether another program has written events that nobody has looked at yet. */
  public boolean isWrittenElsewhere(Tx tx, ExecutionState state) {
    return adoptions
        .find(tx, state.requestId())
        .filter(ObservedState::hasEventsOfOthers)
        .isPresent();
  }

  /**
   * Records a transition and everything that follows from its row in the table.
   *
   * @param author who caused it
   * @return the new state, or empty if nothing was written because another transition or another
   *     worker came first, because the organization has been deleted and the transition is not an
   *     end, or because another program has written events and something would be executed next
   * @throws ConflictException if the table does not allow the transition
   */
  public Optional<ExecutionState> record(
      Tx tx, ExecutionState state, Transition transition, Author author) {
    ExecutionState next = after(state, transition);
    // First in the transaction: it locks the row, so everything after it has already won or lost.
    if (!states.replace(tx, state, next, transition.type().isToExecute())) {
      return Optional.empty();
    }
    recordConsequences(tx, state, transition, next, author);
    return Optional.of(next);
  }

  /**
   * Records a transition like {@link #record}, in fewer round trips: nothing is sent before it is
   * known what else the transaction writes. The caller's transaction may fail as a whole.
   *
   * @return the new state, if the transaction is committed; it fails with {@link
   *     io.flowforge.postgres.NothingChangedException} where {@link #record} returns empty
   * @throws ConflictException if the table does not allow the transition
   */
  public ExecutionState recordOrFail(
      Tx tx, ExecutionState state, Transition transition, Author author) {
    ExecutionState next = after(state, transition);
    states.replaceOrFail(tx, state, next, transition.type().isToExecute());
    recordConsequences(tx, state, transition, next, author);
    return next;
  }

  private ExecutionState after(ExecutionState state, Transition transition) {
    transition.requireAllowedIn(state);
    return state.after(transition, clock.instant());
  }

  private void recordConsequences(
      Tx tx, ExecutionState state, Transition transition, ExecutionState next, Author author) {
    TransitionType type = transition.type();
    if (type.beginsRun()) {
      states.begin(tx, next);
    }
    events.append(tx, next, StepEventStore.Happened.of(state, transition), author);
    if (state.hasWork() && !next.isOfDispatch(state)) {
      queue.remove(tx, state.requestId(), state.dispatch());
    }
    if (state.isSuspended() && !next.isSuspended()) {
      waits.remove(tx, state.requestId());
    }
    if (type.queuesWork()) {
      queue.enqueue(tx, next.requestId(), next.dispatch(), transition.delay());
    }
    tx.afterCommit(() -> announce(state, type, next, author));
  }

  /**
   * Records a transition of a request whose state is locked in this transaction. {@link
   * #recordOrFail} does it in fewer round trips.
   *
   * @throws ConflictException if the table does not allow the transition, another program has
   *     written to the request, or its organization has been deleted
   */
  public ExecutionState recordLocked(
      Tx tx, ExecutionState locked, Transition transition, Author author) {
    return record(tx, locked, transition, author).orElseThrow(() -> refusal(tx, locked));
  }

  /**
   * Returns why nothing has been written that the table of transitions allows.
   *
   * @param locked the state, which was locked then
   */
  public ConflictException refusal(Tx tx, ExecutionState locked) {
    boolean isTheSame =
        adoptions
            .find(tx, locked.requestId())
            .filter(now -> now.state().equals(locked) && !now.hasEventsOfOthers())
            .isPresent();
    return new ConflictException(
        (isTheSame
                ? "service request %s cannot go on: its organization has been deleted"
                : "service request %s has changed; load it again")
            .formatted(locked.requestId()));
  }

  private void announce(
      ExecutionState state, TransitionType type, ExecutionState next, Author author) {
    observer.accept(next);
    meters.counter("flowforge.transitions", "transition", type.name()).increment();
    LOG.log(
        Level.INFO,
        LogEvent.of("transition")
            .with("request", next.requestId())
            .with("seq", next.seq())
            .with("transition", type)
            .with("from", state.status().label())
            .with("to", next.status().label())
            .with("step", next.currentStep())
            .with("run", next.run())
            .with("by", author.userId())
            .with("operator", author.operator()));
    if (next.statusSeq() == next.seq() && isProjectedAtOnce(type, next)) {
      var _ = projection.project(next);
    }
  }

  /**
   * Most requests run for some milliseconds only after an approval, so their Running is left to the
   * reconciler. That a request has started, or runs again, must show at once: another program that
   * reads Not Started would start it again.
   */
  private static boolean isProjectedAtOnce(TransitionType type, ExecutionState next) {
    return next.status() != RequestStatus.RUNNING
        || type == TransitionType.START
        || type == TransitionType.RESUME;
  }
}
