package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import java.time.Duration;

/** The table {@code scheduled_tasks} as a whole. */
final class QueueStateStore {

  /**
   * The state of the queue that all servers on the database share.
   *
   * @param due the number of entries that are due and not claimed
   * @param later the number of entries that are not due yet, such as retries
   * @param lag how long the oldest due entry has been due, zero if none is
   */
  record QueueState(long due, long later, Duration lag) {}

  /** Returns the state of the queue by the clock of PostgreSQL, which all servers share. */
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
