package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.List;

/** The entries of the table {@code scheduled_tasks} that workers hold. */
final class LeaseStore {

  /** Renews all entries that the worker still holds, in one statement. */
  void renew(Tx tx, String worker, List<String> ids, Instant now) {
    tx.later(
        """
        UPDATE scheduled_tasks SET last_heartbeat = ?::timestamp AT TIME ZONE 'UTC'
        WHERE\s"""
            + EntryStore.OF_REQUESTS
            + " AND task_instance = ANY(?) AND picked AND picked_by = ?",
        now,
        ids,
        worker);
  }

  /**
   * Makes the entries of dead workers due at once and resets their counts of failures, because the
   * death of a server says nothing about its work.
   *
   * @param silentSince entries without a heartbeat since then are those of dead workers
   * @return the ids of these entries
   */
  List<String> revive(Tx tx, Instant silentSince, Instant now) {
    tx.planOnce();
    return tx.list(
        """
        UPDATE scheduled_tasks AS entry
        SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1,
            execution_time = ?::timestamp AT TIME ZONE 'UTC',
            last_success = ?::timestamp AT TIME ZONE 'UTC', consecutive_failures = 0
        FROM (SELECT task_instance FROM scheduled_tasks
              WHERE %1$s AND picked
                AND last_heartbeat <= ?::timestamp AT TIME ZONE 'UTC'
              FOR UPDATE SKIP LOCKED) AS dead
        WHERE entry.%1$s AND entry.task_instance = dead.task_instance
        RETURNING entry.task_instance
        """
            .formatted(EntryStore.OF_REQUESTS),
        row -> row.text("task_instance"),
        now,
        now,
        silentSince);
  }
}
