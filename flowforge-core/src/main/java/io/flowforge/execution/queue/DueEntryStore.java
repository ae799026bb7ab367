package io.flowforge.execution.queue;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/** The entries of the table {@code scheduled_tasks} that nobody holds. */
final class DueEntryStore {

  /**
   * Picks from each organization what {@code share} says, its oldest entries first. The
   * organizations that have entries are found by one look into the index each. Each entry that is
   * due would make its organization's runs one more; those come first that would make the fewest.
   * Entries that another server is picking are passed over.
   */
  private static final String PICK =
      """
      WITH RECURSIVE waiting AS (
        (SELECT org_id FROM scheduled_tasks
         WHERE NOT picked AND %s ORDER BY org_id LIMIT 1)
        UNION ALL
        SELECT (SELECT entry.org_id FROM scheduled_tasks AS entry
                WHERE NOT picked AND %s AND entry.org_id > waiting.org_id
                ORDER BY entry.org_id LIMIT 1)
        FROM waiting WHERE waiting.org_id IS NOT NULL
      ), line AS (
        SELECT waiting.org_id, execution_time,
               coalesce(active, 0) + row_number() OVER organization AS active,
               coalesce(in_flight, 0) + row_number() OVER organization AS in_flight
        FROM waiting
        LEFT JOIN unnest(?::varchar[]::integer[], ?::varchar[]::integer[], ?::varchar[]::integer[],
                         ?::varchar[]::integer[]) AS used (org_id, active, in_flight, room)
          ON used.org_id = waiting.org_id
        CROSS JOIN LATERAL (
          SELECT execution_time FROM scheduled_tasks AS entry
          WHERE NOT picked AND %s AND entry.org_id = waiting.org_id
            AND execution_time <= ?::timestamp AT TIME ZONE 'UTC'
          ORDER BY execution_time LIMIT coalesce(room, ?)) AS due
        WINDOW organization AS (PARTITION BY waiting.org_id ORDER BY execution_time)
      ), share AS (
        SELECT org_id, count(*) AS entries
        FROM (SELECT org_id FROM line ORDER BY active, in_flight, execution_time LIMIT ?) AS next
        GROUP BY org_id
      ), chosen AS (
        SELECT task_instance FROM share
        CROSS JOIN LATERAL (
          SELECT task_instance FROM scheduled_tasks AS entry
          WHERE NOT picked AND %s AND entry.org_id = share.org_id
            AND execution_time <= ?::timestamp AT TIME ZONE 'UTC'
          ORDER BY execution_time LIMIT entries FOR UPDATE SKIP LOCKED) AS entry
      )
      UPDATE scheduled_tasks AS entry
      SET picked = TRUE, picked_by = ?, last_heartbeat = ?::timestamp AT TIME ZONE 'UTC',
          version = version + 1
      FROM chosen
      WHERE entry.%s AND entry.task_instance = chosen.task_instance
      RETURNING entry.task_instance, org_id, version, coalesce(consecutive_failures, 0) AS failures,
                execution_time AT TIME ZONE 'UTC' AS due
      """
          .replace("%s", EntryStore.OF_REQUESTS);

  /** Picks entries that are due, for as much as there is room. */
  List<HeldEntry> pick(Tx tx, String worker, Instant now, Room room) {
    return tx.list(
        PICK,
        DueEntryStore::held,
        texts(room, Room.Use::orgId),
        texts(room, Room.Use::active),
        texts(room, Room.Use::inFlight),
        texts(room, Room.Use::room),
        now,
        room.ofNewcomers(),
        room.entries(),
        now,
        worker,
        now);
  }

  private static List<String> texts(Room room, ToIntFunction<Room.Use> number) {
    return room.uses().stream().map(use -> Integer.toString(number.applyAsInt(use))).toList();
  }

  private static HeldEntry held(Row row) throws SQLException {
    return new HeldEntry(
        QueueEntry.of(row.text("task_instance")),
        row.integer("org_id"),
        row.number("version"),
        row.integer("failures"),
        row.instant("due"));
  }
}
