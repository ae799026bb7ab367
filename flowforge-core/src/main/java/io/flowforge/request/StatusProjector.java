package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.StatusProjection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Makes MongoDB's status follow PostgreSQL's. Never wrong, at worst late: an older status never
 * replaces a newer one, and what fails here stays marked for {@link RequestReconciler}.
 */
public final class StatusProjector implements StatusProjection {

  private static final Logger LOG = System.getLogger(StatusProjector.class.getName());

  private final Database database;
  private final ExecutionStateStore runs;
  private final ServiceRequestStore requests;

  StatusProjector(Database database, ExecutionStateStore runs, ServiceRequestStore requests) {
    this.database = database;
    this.runs = runs;
    this.requests = requests;
  }

  /**
   * Tries once. An outage is logged, not thrown: the transition has been committed.
   *
   * @return whether MongoDB has seen the status
   */
  @Override
  public boolean project(ExecutionState run) {
    try {
      requests.project(run);
      markProjected(run);
      return true;
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          "event=projection_postponed request={0} status=\"{1}\" reason=\"{2}\"",
          run.requestId(),
          run.status().label(),
          e.userMessage());
      return false;
    }
  }

  void markProjected(ExecutionState run) {
    database.useTransaction(tx -> runs.markProjected(tx, run.requestId(), run.statusSeq()));
  }
}
