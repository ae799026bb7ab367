package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import java.time.Duration;
import java.util.List;

/**
 * The table {@code scheduled_tasks} as a whole. What it costs does not grow with the queue: up to
 * {@link #MAX_COUNTED} entries are counted.
 */
final class QueueStateStore {

  static final int MAX_COUNTED = 10_000;

  /**
   * The state of the queue that all servers on the database share.
   *
   * @param due the entries that are due and not claimed, the oldest ones if there are very many
   * @param later the number of entries that are not due yet, such as retries
   * @param held the entries that servers hold; not read, and empty, where there are no caps
   */
  record QueueState(List<WaitingLine> due, long later, List<WaitingLine> held) {

    long dueCount() {
      return due.stream().mapToLong(WaitingLine::entries).sum();
    }

    /** Returns how long the oldest due entry has been due, zero if none is. */
    Duration lag() {
      return due.stream().map(WaitingLine::age).max(Duration::compareTo).orElse(Duration.ZERO);
    }
  }

  /**
   * The entries of one pipeline.
   *
   * @param age how long the oldest of them has been due
   */
  record WaitingLine(int orgId, String pipelineId, long entries, Duration age) {}

  /** Returns the state of the queue by the clock of PostgreSQL, which all servers share. */
  QueueState state(Tx tx, boolean isCapped) {
    return new QueueState(due(tx), later(tx), isCapped ? held(tx) : List.of());
  }

  /** The index by time gives the oldest ones first, after those that are held. */
  private static List<WaitingLine> due(Tx tx) {
    return lines(
        tx,
        """
        SELECT org_id, coalesce(pipeline_id, '') AS pipeline_id, count(*) AS entries,
               (1000 * extract(epoch FROM now() - min(execution_time)))::bigint AS age_millis
        FROM (SELECT org_id, pipeline_id, execution_time FROM scheduled_tasks
              WHERE NOT picked AND execution_time <= now()
              ORDER BY execution_time LIMIT %d) AS oldest
        GROUP BY org_id, coalesce(pipeline_id, '')
        """
            .formatted(MAX_COUNTED));
  }

  private static long later(Tx tx) {
    return tx.find(
            """
            SELECT count(*) AS entries
            FROM (SELECT 1 FROM scheduled_tasks WHERE NOT picked AND execution_time > now()
                  ORDER BY execution_time LIMIT %d) AS next
            """
                .formatted(MAX_COUNTED),
            row -> row.number("entries"))
        .orElseThrow();
  }

  private static List<WaitingLine> held(Tx tx) {
    return lines(
        tx,
        """
        SELECT org_id, coalesce(pipeline_id, '') AS pipeline_id, count(*) AS entries,
               0::bigint AS age_millis
        FROM scheduled_tasks WHERE picked GROUP BY org_id, coalesce(pipeline_id, '')
        """);
  }

  private static List<WaitingLine> lines(Tx tx, String sql) {
    return tx.list(
        sql,
        row ->
            new WaitingLine(
                row.integer("org_id"),
                row.text("pipeline_id"),
                row.number("entries"),
                Duration.ofMillis(row.number("age_millis"))));
  }
}
