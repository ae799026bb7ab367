package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
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

  private final Database database;
  private final ExecutionStateStore states;
  private final ServiceRequestStore requests;
  private final StatusProjector projector;
  private final InstantSource clock;

  public RequestReconciler(
      Database database,
      ExecutionStateStore states,
      ServiceRequestStore requests,
      StatusProjector projector,
      InstantSource clock) {
    this.database = database;
    this.states = states;
    this.requests = requests;
    this.projector = projector;
    this.clock = clock;
  }

  /**
   * Repairs all differences, oldest first, until none is left or a store is unavailable.
   *
   * @return how many were handled
   */
  public int sweep() {
    int handled = 0;
    List<ExecutionState> left = leftBehind(null);
    while (!left.isEmpty()) {
      for (ExecutionState state : left) {
        if (!isHandled(state, this::repair)) {
          return handled;
        }
        handled++;
      }
      left = left.size() < BATCH ? List.of() : leftBehind(left.getLast());
    }
    return handled;
  }

  private List<ExecutionState> leftBehind(@Nullable ExecutionState last) {
    Instant now = clock.instant();
    return database.inTransaction(
        tx -> states.unprojected(tx, now.minus(GRACE), now.minus(ORPHAN_AGE), last, BATCH));
  }

  /**
   * Writes the statuses that MongoDB does not have yet for the requests of an organization, so that
   * a list shows every committed change.
   */
  void catchUp(int orgId) {
    for (ExecutionState state :
        database.inTransaction(tx -> states.unprojectedOf(tx, orgId, BATCH))) {
      if (!isHandled(state, projector::write)) {
        // MongoDB is unavailable, and the reader would wait for each of the others in vain.
        return;
      }
    }
  }

  /**
   * Does the work for one request.
   *
   * @return false when a store is unavailable, so that the others would fail, too
   */
  private static boolean isHandled(ExecutionState state, Consumer<ExecutionState> work) {
    try {
      work.accept(state);
      return true;
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("repair_postponed")
              .with("request", state.requestId())
              .with("reason", e.userMessage()));
      return false;
    } catch (IllegalStateException e) {
      // A request that cannot be repaired must not prevent the repair of others.
      LOG.log(
          Level.WARNING,
          LogEvent.of("repair_failed").with("request", state.requestId()).toString(),
          e);
      return true;
    }
  }

  private void repair(ExecutionState state) {
    // A request with transitions had a document, so its state must not be removed.
    if (state.seq() > 1 || requests.exists(state.requestId())) {
      if (projector.write(state)) {
        LOG.log(
            Level.INFO,
            LogEvent.of("projection_repaired")
                .with("request", state.requestId())
                .with("status", state.status().label()));
      }
      return;
    }
    // Only states older than ORPHAN_AGE get here, so no document follows.
    boolean isRemoved = database.inTransaction(tx -> removeOrphan(tx, state));
    LOG.log(
        Level.INFO,
        LogEvent.of("orphan_run_removed")
            .with("request", state.requestId())
            .with("removed", isRemoved));
  }

  /** Checks again under the lock that {@link NewRequestWriter#complete} holds, too. */
  private boolean removeOrphan(Tx tx, ExecutionState state) {
    return states.lock(tx, state.requestId()).isPresent()
        && !requests.exists(state.requestId())
        && states.remove(tx, state);
  }
}
