package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;

/**
 * Tells a worker whether the run is still in its hands, or was cancelled or taken over through
 * another server. Safe for use by many threads.
 */
final class ClaimWatch {

  private final Database database;
  private final ExecutionStateStore runs;
  private final ExecutionState run;

  ClaimWatch(Database database, ExecutionStateStore runs, ExecutionState run) {
    this.database = database;
    this.runs = runs;
    this.run = run;
  }

  /** Whether the run has moved on for certain; who cannot look goes on, the guard is there. */
  boolean isLost() {
    try {
      return !database.inTransaction(tx -> runs.isCurrent(tx, run));
    } catch (UnavailableException e) {
      return false;
    }
  }
}
