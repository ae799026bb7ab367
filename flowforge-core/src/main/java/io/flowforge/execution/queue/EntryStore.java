package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import java.time.Instant;

/**
 * Single entries of the table {@code scheduled_tasks}. The table and what its columns mean are
 * those of db-scheduler 16, because servers of earlier releases use that library on it.
 *
 * @see <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>
 */
public final class EntryStore {

  /**
   * Holds for entries of requests. Those of a first run have the name that servers of earlier
   * releases know; those of further runs have another one, because these servers would run them
   * with the {@code Idempotency-Key} of the first.
   */
  static final String OF_REQUESTS = "task_name IN ('run-request', 'run-request-again')";

  private static final String GIVE_BACK =
      """
      UPDATE scheduled_tasks
      SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1,
          execution_time = ?::timestamp AT TIME ZONE 'UTC',
          last_success = coalesce(?::timestamp AT TIME ZONE 'UTC', last_success),
          last_failure = coalesce(?::timestamp AT TIME ZONE 'UTC', last_failure),
          consecutive_failures = ?
      WHERE\s"""
          + OF_REQUESTS
          + " AND task_instance = ? AND version = ?";

  /** Adds an entry for a request that has a state. */
  void add(Tx tx, QueueEntry entry, Instant due) {
    // No entry with this id can exist: the guarded update that gave the dispatch its number comes
    // before it in the transaction, and only one such update can succeed.
    tx.later(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,
                                     org_id, pipeline_id, run)
        SELECT CASE WHEN run = 1 THEN 'run-request' ELSE 'run-request-again' END, ?,
               ?::timestamp AT TIME ZONE 'UTC', FALSE, 1, org_id, pipeline_id, run
        FROM request_run WHERE request_id = ?
        """,
        entry.id(),
        due,
        entry.requestId());
  }

  /** Removes an entry whose dispatch is over, whoever holds it. */
  public void remove(Tx tx, QueueEntry entry) {
    tx.later(
        "DELETE FROM scheduled_tasks WHERE " + OF_REQUESTS + " AND task_instance = ?", entry.id());
  }

  /**
   * Checks whether a worker still holds an entry, and if so, lets it keep the entry until the
   * transaction ends.
   */
  public boolean isHeld(Tx tx, HeldEntry held) {
    return tx.find(
            "SELECT 1 FROM scheduled_tasks WHERE "
                + OF_REQUESTS
                + " AND task_instance = ? AND version = ? FOR UPDATE",
            _ -> true,
            held.entry().id(),
            held.version())
        .orElse(false);
  }

  /** Returns an entry to the queue, unless it was lost. */
  void giveBack(Tx tx, HeldEntry held, Instant now, Instant due) {
    tx.later(GIVE_BACK, due, now, null, 0, held.entry().id(), held.version());
  }

  /** Returns an entry that could not be run, unless it was lost. */
  void giveBackFailed(Tx tx, HeldEntry held, Instant now, Instant due) {
    tx.later(GIVE_BACK, due, null, now, held.failures() + 1, held.entry().id(), held.version());
  }
}
