package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.key.SubmissionKeyStore;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.projection.UnprojectedStore.Ages;
import io.flowforge.request.projection.UnprojectedStore.Unprojected;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The repair of differences that a crash or an outage leaves between the two stores: a status that
 * MongoDB does not have, and an execution state whose document was never written. Several servers
 * may sweep at once.
 */
public final class RequestReconciler {

  private static final Logger LOG = System.getLogger(RequestReconciler.class.getName());

  private static final int BATCH = 200;

  /** A status younger than this is still being written by the server that changed it. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Longer than any write to MongoDB can take, so that a missing document never follows. */
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(10);

  /** How long a missing document is looked for before it is left alone until it never follows. */
  private static final Duration UNDECIDED = Duration.ofMinutes(1);

  private static final int COUNTS = 20_000;

  private final Database database;
  private final ExecutionStateStore states;
  private final ServiceRequestStore requests;
  private final StatusProjector projector;
  private final Leftovers leftovers;
  private final InstantSource clock;

  /** The stores of what is left to do. */
  public record Leftovers(
      UnprojectedStore unprojected, RequestCountStore counts, SubmissionKeyStore keys) {}

  public RequestReconciler(
      Database database,
      ExecutionStateStore states,
      ServiceRequestStore requests,
      StatusProjector projector,
      Leftovers leftovers,
      InstantSource clock) {
    this.database = database;
    this.states = states;
    this.requests = requests;
    this.projector = projector;
    this.leftovers = leftovers;
    this.clock = clock;
  }

  /**
   * Writes the statuses of requests that go on running, repairs all differences until none is left
   * or a store is unavailable, and adds up how many requests there are.
   *
   * @return how many were handled
   */
  public int sweep() {
    var _ = unlessUnavailable(this::addUpCounts);
    int handled = 0;
    List<Unprojected> left = leftBehind(null);
    while (!left.isEmpty()) {
      List<Unprojected> batch = left;
      OptionalInt done = unlessUnavailable(() -> handle(batch));
      if (done.isEmpty()) {
        return handled;
      }
      handled += done.getAsInt();
      left = left.size() < BATCH ? List.of() : leftBehind(left.getLast());
    }
    return handled;
  }

  private int addUpCounts() {
    int sum = 0;
    int added = COUNTS;
    while (added == COUNTS) {
      added = database.inTransaction(tx -> leftovers.counts().addUp(tx, COUNTS));
      sum += added;
    }
    return sum;
  }

  private List<Unprojected> leftBehind(@Nullable Unprojected last) {
    Instant now = clock.instant();
    var ages = new Ages(now.minus(GRACE), now.minus(UNDECIDED), now.minus(ORPHAN_AGE));
    return database.inTransaction(tx -> leftovers.unprojected().after(tx, last, ages, BATCH));
  }

  /** Returns nothing when a store is unavailable, so that the others would fail, too. */
  private static OptionalInt unlessUnavailable(IntSupplier work) {
    try {
      return OptionalInt.of(work.getAsInt());
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, LogEvent.of("repair_postponed").with("reason", e.userMessage()));
      return OptionalInt.empty();
    }
  }

  /** Returns how many there were that something could be done about. */
  private int handle(List<Unprojected> batch) {
    // A request with transitions had a document, so its state must not be removed.
    List<ExecutionState> first =
        batch.stream().filter(Unprojected::isFirst).map(Unprojected::state).toList();
    Set<String> present =
        first.isEmpty()
            ? Set.of()
            : requests.present(first.stream().map(ExecutionState::requestId).toList());
    List<ExecutionState> withDocument =
        batch.stream()
            .filter(one -> !one.isFirst() || present.contains(one.state().requestId()))
            .map(Unprojected::state)
            .toList();
    write(withDocument);
    Instant late = clock.instant().minus(ORPHAN_AGE);
    List<ExecutionState> orphans =
        first.stream()
            .filter(state -> !present.contains(state.requestId()))
            .filter(state -> state.updatedAt().isBefore(late))
            .toList();
    orphans.forEach(orphan -> alone(orphan, this::remove));
    return withDocument.size() + orphans.size();
  }

  private void write(List<ExecutionState> left) {
    try {
      projector.writeAll(left).forEach(this::report);
    } catch (IllegalStateException e) {
      left.forEach(
          state ->
              alone(
                  state,
                  one -> {
                    if (projector.write(one)) {
                      report(one);
                    }
                  }));
    }
  }

  /** A request that goes on running is nothing to report. */
  private void report(ExecutionState state) {
    LOG.log(
        state.status() == RequestStatus.RUNNING ? Level.DEBUG : Level.INFO,
        LogEvent.of("projection_repaired")
            .with("request", state.requestId())
            .with("status", state.status().label()));
  }

  /** A request that cannot be repaired must not prevent the repair of others. */
  private static void alone(ExecutionState state, Consumer<ExecutionState> work) {
    try {
      work.accept(state);
    } catch (IllegalStateException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("repair_failed").with("request", state.requestId()).toString(),
          e);
    }
  }

  /** No document follows any more. */
  private void remove(ExecutionState state) {
    boolean isRemoved = database.inTransaction(tx -> removeOrphan(tx, state));
    LOG.log(
        Level.INFO,
        LogEvent.of("orphan_run_removed")
            .with("request", state.requestId())
            .with("removed", isRemoved));
  }

  /** Checks again under the lock that {@link NewRequestWriter#complete} holds, too. */
  private boolean removeOrphan(Tx tx, ExecutionState state) {
    boolean isRemoved =
        states.lock(tx, state.requestId()).isPresent()
            && !requests.exists(state.requestId())
            && states.remove(tx, state);
    if (isRemoved) {
      leftovers.keys().forget(tx, state.requestId());
    }
    return isRemoved;
  }
}
