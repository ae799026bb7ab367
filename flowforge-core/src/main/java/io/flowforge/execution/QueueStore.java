package io.flowforge.execution;

import io.flowforge.postgres.Tx;
import java.time.Duration;

/** Reads the table {@code scheduled_tasks}, which db-scheduler writes. */
final class QueueStore {

  /**
   * Whether the entry is still as its worker took it up; if so, it stays that way until the
   * transaction ends.
   *
   * @param version the number of changes to the entry that the worker knows of
   */
  boolean isHeld(Tx tx, QueueEntry entry, long version) {
    return tx.find(
            """
            SELECT 1 FROM scheduled_tasks
            WHERE task_name = ? AND task_instance = ? AND version = ?
            FOR UPDATE
            """,
            _ -> true,
            QueueEntry.TASK,
            entry.id(),
            version)
        .orElse(false);
  }

  /** By the clock of PostgreSQL, the only one that all servers share. */
  QueueState state(Tx tx) {
    return tx.find(
            """
            SELECT count(*) FILTER (WHERE execution_time <= now()) AS due,
                   count(*) FILTER (WHERE execution_time > now()) AS later,
                   coalesce(1000 * extract(epoch FROM now() - min(execution_time)
                       FILTER (WHERE execution_time <= now())), 0)::bigint AS lag_millis
            FROM scheduled_tasks WHERE NOT picked
            """,
            row ->
                new QueueState(
                    row.number("due"),
                    row.number("later"),
                    Duration.ofMillis(row.number("lag_millis"))))
        .orElseThrow();
  }
}
