package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.StatusProjection;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The projection of statuses from PostgreSQL to MongoDB. It may be late but is never wrong: an
 * older status never replaces a newer one, and a failed write stays marked for {@link
 * RequestReconciler}.
 */
public final class StatusProjector implements StatusProjection {

  private static final Logger LOG = System.getLogger(StatusProjector.class.getName());

  private final Database database;
  private final ExecutionStateStore states;
  private final ServiceRequestStore requests;

  public StatusProjector(
      Database database, ExecutionStateStore states, ServiceRequestStore requests) {
    this.database = database;
    this.states = states;
    this.requests = requests;
  }

  /**
   * Tries once. An outage is logged, not thrown, because the transition has been committed.
   *
   * @return whether MongoDB has the status
   */
  @Override
  public boolean project(ExecutionState state) {
    try {
      requests.project(state);
      markProjected(state);
      return true;
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("request", state.requestId())
              .with("status", state.status().label())
              .with("reason", e.userMessage()));
      return false;
    }
  }

  /** Projects several states at once, and tries once. */
  public void projectAll(List<ExecutionState> changed) {
    if (changed.isEmpty()) {
      return;
    }
    try {
      requests.projectAll(changed);
      database.useTransaction(tx -> states.markAllProjected(tx, changed));
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("requests", changed.size())
              .with("reason", e.userMessage()));
    }
  }

  void markProjected(ExecutionState state) {
    database.useTransaction(tx -> states.markProjected(tx, state.requestId(), state.statusSeq()));
  }
}
