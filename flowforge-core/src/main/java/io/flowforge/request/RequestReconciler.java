package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what a crash or an outage left between the two stores: a status that MongoDB has not
 * seen, and a run whose document was never written. Any number of servers may sweep at once.
 */
public final class RequestReconciler {

  private static final Logger LOG = System.getLogger(RequestReconciler.class.getName());

  /** How many runs are looked at together. */
  private static final int BATCH = 200;

  /** Whoever made the transition projects it at once; only what is older was left behind. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Longer than any write to MongoDB can take: a document that is not there by now never comes. */
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(10);

  private final Database database;
  private final ExecutionStateStore runs;
  private final ServiceRequestStore requests;
  private final StatusProjector projector;
  private final InstantSource clock;

  RequestReconciler(
      Database database,
      ExecutionStateStore runs,
      ServiceRequestStore requests,
      StatusProjector projector,
      InstantSource clock) {
    this.database = database;
    this.runs = runs;
    this.requests = requests;
    this.projector = projector;
    this.clock = clock;
  }

  /**
   * Looks at all runs that MongoDB has not seen, oldest first, until there are no more or a store
   * is away, and returns how many it got through.
   */
  public int sweep() {
    int seen = 0;
    List<ExecutionState> left = leftBehind(null);
    while (!left.isEmpty()) {
      for (ExecutionState run : left) {
        if (!isPassable(run, this::repair)) {
          return seen;
        }
        seen++;
      }
      left = left.size() < BATCH ? List.of() : leftBehind(left.getLast());
    }
    return seen;
  }

  private List<ExecutionState> leftBehind(@Nullable ExecutionState last) {
    Instant now = clock.instant();
    return database.inTransaction(
        tx -> runs.unprojected(tx, now.minus(GRACE), now.minus(ORPHAN_AGE), last, BATCH));
  }

  /**
   * Before somebody reads the requests of an organization: brings in what has been committed and
   * not yet projected, so that everybody reads what was written.
   */
  void catchUp(int orgId) {
    for (ExecutionState run : database.inTransaction(tx -> runs.unprojectedOf(tx, orgId, BATCH))) {
      if (!isPassable(run, projector::project)) {
        // MongoDB is away: to try the others would make the reader wait for each of them.
        return;
      }
    }
  }

  /**
   * Sees to the run; false when a store is away, and the others would not fare better.
   *
   * @param work what to do for it; says whether the store was there
   */
  private static boolean isPassable(ExecutionState run, Predicate<ExecutionState> work) {
    try {
      return work.test(run);
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          "event=repair_postponed request={0} reason=\"{1}\"",
          run.requestId(),
          e.userMessage());
      return false;
    } catch (IllegalStateException e) {
      // One that cannot be repaired must not keep the others from it.
      LOG.log(Level.WARNING, "event=repair_failed request=" + run.requestId(), e);
      return true;
    }
  }

  private boolean repair(ExecutionState run) {
    // Who has moved has had a document: to forget such a run could only lose something.
    if (run.seq() > 1 || requests.find(run.requestId()).isPresent()) {
      boolean isProjected = projector.project(run);
      if (isProjected) {
        LOG.log(
            Level.INFO,
            "event=projection_repaired request={0} status=\"{1}\"",
            run.requestId(),
            run.status().label());
      }
      return isProjected;
    }
    // So old that no document comes any more: younger ones are not left behind.
    boolean isRemoved = database.inTransaction(tx -> removeOrphan(tx, run));
    LOG.log(
        Level.INFO, "event=orphan_run_removed request={0} removed={1}", run.requestId(), isRemoved);
    return true;
  }

  /** Looks again under the lock that whoever completes an orphan holds too. */
  private boolean removeOrphan(Tx tx, ExecutionState run) {
    return runs.lock(tx, run.requestId()).isPresent()
        && requests.find(run.requestId()).isEmpty()
        && runs.remove(tx, run);
  }
}
