package io.flowforge.execution.queue;

import io.flowforge.execution.queue.DuePickStore.PickedEntries;
import io.flowforge.postgres.Tx;
import java.time.Instant;

/** The entries of the table {@code scheduled_tasks} that nobody holds. */
final class DueEntryStore {

  /**
   * Picks from each organization what {@code share} says, its oldest entries first. Each entry that
   * is due would make its organization's runs one more; those come first that would make the
   * fewest. PostgreSQL does not know the parameters when it plans the statement, so the constant
   * limits ({@link Room#MAX_ENTRIES}) tell it that there are few rows: it would read the whole
   * table otherwise. Comparisons of rows can only use the index that begins with the organization.
   */
  private static final String PICK =
      DuePickStore.WAITING
          + """
      , line AS (
        SELECT waiting.org_id, execution_time,
               coalesce(active, 0) + row_number() OVER organization AS active,
               coalesce(in_flight, 0) + row_number() OVER organization AS in_flight
        FROM waiting
        LEFT JOIN unnest(?::varchar[]::integer[], ?::varchar[]::integer[], ?::varchar[]::integer[],
                         ?::varchar[]::integer[]) AS used (org_id, active, in_flight, room)
          ON used.org_id = waiting.org_id
        CROSS JOIN LATERAL (
          SELECT execution_time FROM (
            SELECT execution_time FROM scheduled_tasks AS entry
            WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request')
              AND (entry.org_id, execution_time) >= (waiting.org_id, '-infinity')
              AND (entry.org_id, execution_time)
                    <= (waiting.org_id, ?::timestamp AT TIME ZONE 'UTC')
            ORDER BY entry.org_id, execution_time LIMIT 500) AS oldest
          LIMIT coalesce(room, ?)) AS due
        WHERE place > 0
        WINDOW organization AS (PARTITION BY waiting.org_id ORDER BY execution_time)
      ), share AS (
        SELECT org_id, count(*) AS entries
        FROM (SELECT org_id FROM line ORDER BY active, in_flight, execution_time LIMIT ?) AS next
        GROUP BY org_id
      ), chosen AS (
        SELECT task_instance FROM share
        CROSS JOIN LATERAL (
          SELECT task_instance FROM (
            SELECT task_instance FROM scheduled_tasks AS entry
            WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request')
              AND (entry.org_id, execution_time) >= (share.org_id, '-infinity')
              AND (entry.org_id, execution_time)
                    <= (share.org_id, ?::timestamp AT TIME ZONE 'UTC')
            ORDER BY entry.org_id, execution_time LIMIT 500 FOR UPDATE SKIP LOCKED) AS oldest
          LIMIT entries) AS entry
      ), looked AS (
        SELECT waiting.org_id AS last, place AS organizations, '' AS last_pipeline,
               FALSE AS is_capped
        FROM waiting ORDER BY place DESC LIMIT 1
      )
      """
          + DuePickStore.UPDATE;

  /** Picks entries that are due, for as much as there is room. */
  PickedEntries pick(Tx tx, String worker, Instant now, Room room, PickRound round) {
    return new DuePickStore(round)
        .withUses(room)
        .with(now, room.ofNewcomers(), room.entries(), now)
        .with(worker, now)
        .run(tx, PICK);
  }
}
