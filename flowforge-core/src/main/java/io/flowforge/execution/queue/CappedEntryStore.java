package io.flowforge.execution.queue;

import io.flowforge.execution.queue.DuePickStore.PickedEntries;
import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.List;

/** The entries of the table {@code scheduled_tasks} that nobody holds, where caps are set. */
final class CappedEntryStore {

  /**
   * Does the same as {@link DueEntryStore}, but looks at the pipelines of each organization, and
   * leaves out what is over a cap. Only one server at a time may do so, otherwise two of them could
   * take the last place.
   */
  private static final String PICK_CAPPED =
      DuePickStore.WAITING
          + """
      , pipelines AS (
        SELECT org_id, ?::varchar AS pipeline_id, FALSE AS is_wrapped, 0 AS place
        FROM waiting WHERE place > 0
        UNION ALL
        SELECT pipelines.org_id, next.pipeline_id,
               is_wrapped OR next.pipeline_id <= pipelines.pipeline_id, place + 1
        FROM pipelines
        CROSS JOIN LATERAL (SELECT coalesce(
            (SELECT coalesce(pipeline_id, '') FROM scheduled_tasks AS entry
             WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request') AND entry.org_id = pipelines.org_id
               AND coalesce(entry.pipeline_id, '') > pipelines.pipeline_id
             ORDER BY coalesce(pipeline_id, '') LIMIT 1),
            (SELECT coalesce(pipeline_id, '') FROM scheduled_tasks AS entry
             WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request') AND entry.org_id = pipelines.org_id
               AND NOT pipelines.is_wrapped
             ORDER BY coalesce(pipeline_id, '') LIMIT 1)) AS pipeline_id OFFSET 0) AS next
        WHERE place < ?
          AND CASE WHEN next.pipeline_id > pipelines.pipeline_id AND NOT is_wrapped THEN TRUE
                   ELSE next.pipeline_id <= ?
                     AND (next.pipeline_id > pipelines.pipeline_id OR NOT is_wrapped) END
      ), held AS (
        SELECT org_id, coalesce(pipeline_id, '') AS pipeline_id, count(*)::integer AS entries
        FROM scheduled_tasks WHERE picked AND task_name IN ('run-request', 'run-request-again', 'continue-request')
        GROUP BY org_id, coalesce(pipeline_id, '')
      ), free AS (
        SELECT pipelines.org_id, pipelines.pipeline_id, coalesce(active, 0) AS active,
               coalesce(in_flight, 0) AS in_flight, coalesce(room, ?) AS room,
               coalesce(cap, ?) - coalesce(together.entries, 0) AS of_organization,
               ? - coalesce(held.entries, 0) AS of_pipeline
        FROM pipelines
        LEFT JOIN unnest(?::varchar[]::integer[], ?::varchar[]::integer[], ?::varchar[]::integer[],
                         ?::varchar[]::integer[]) AS used (org_id, active, in_flight, room)
          ON used.org_id = pipelines.org_id
        LEFT JOIN unnest(?::varchar[]::integer[], ?::varchar[]::integer[]) AS own (org_id, cap)
          ON own.org_id = pipelines.org_id
        LEFT JOIN (SELECT org_id, sum(entries)::integer AS entries
                   FROM held GROUP BY org_id) AS together
          ON together.org_id = pipelines.org_id
        LEFT JOIN held
          ON held.org_id = pipelines.org_id AND held.pipeline_id = pipelines.pipeline_id
        WHERE place > 0
      ), line AS (
        SELECT org_id, pipeline_id, execution_time, active, in_flight,
               least(room, of_organization) AS most,
               row_number() OVER (PARTITION BY org_id ORDER BY execution_time) AS place
        FROM free
        CROSS JOIN LATERAL (
          SELECT execution_time FROM (
            SELECT execution_time FROM scheduled_tasks AS entry
            WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request')
              AND (entry.org_id, coalesce(entry.pipeline_id, ''), execution_time)
                    >= (free.org_id, free.pipeline_id, '-infinity')
              AND (entry.org_id, coalesce(entry.pipeline_id, ''), execution_time)
                    <= (free.org_id, free.pipeline_id, ?::timestamp AT TIME ZONE 'UTC')
            ORDER BY entry.org_id, coalesce(entry.pipeline_id, ''), execution_time
            LIMIT 500) AS oldest
          LIMIT greatest(0, least(room, of_organization, of_pipeline))) AS due
      ), share AS (
        SELECT org_id, pipeline_id, count(*) AS entries
        FROM (SELECT org_id, pipeline_id FROM line WHERE place <= most
              ORDER BY active + place, in_flight + place, execution_time LIMIT ?) AS next
        GROUP BY org_id, pipeline_id
      ), chosen AS (
        SELECT task_instance FROM share
        CROSS JOIN LATERAL (
          SELECT task_instance FROM (
            SELECT task_instance FROM scheduled_tasks AS entry
            WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request')
              AND (entry.org_id, coalesce(entry.pipeline_id, ''), execution_time)
                    >= (share.org_id, share.pipeline_id, '-infinity')
              AND (entry.org_id, coalesce(entry.pipeline_id, ''), execution_time)
                    <= (share.org_id, share.pipeline_id, ?::timestamp AT TIME ZONE 'UTC')
            ORDER BY entry.org_id, coalesce(entry.pipeline_id, ''), execution_time
            LIMIT 500 FOR UPDATE SKIP LOCKED) AS oldest
          LIMIT entries) AS entry
      ), looked AS (
        SELECT waiting.org_id AS last, place AS organizations,
               coalesce((SELECT max(pipeline_id) FROM pipelines WHERE place = ?), '')
                 AS last_pipeline,
               coalesce((SELECT bool_or(least(of_organization, of_pipeline) < least(room, ?))
                         FROM free), FALSE) AS is_capped
        FROM waiting ORDER BY place DESC LIMIT 1
      )
      """
          + DuePickStore.UPDATE;

  /** Of an organization that has more, the others are looked at next. */
  private static final int PIPELINES_AT_ONCE = 500;

  /** The key of the lock that lets one server at a time pick under caps. */
  private static final long LOCK = 0x666C_6F77_6361_7073L;

  private final InFlightCaps caps;

  CappedEntryStore(InFlightCaps caps) {
    this.caps = caps;
  }

  /** Picks entries that are due and within all caps, for as much as there is room. */
  PickedEntries pick(Tx tx, String worker, Instant now, Room room, PickRound round) {
    // In a statement of its own: the next one then sees what the server before has committed.
    tx.later("SELECT pg_advisory_xact_lock(?)", LOCK);
    List<Integer> exceptions = List.copyOf(caps.exceptions().keySet());
    return new DuePickStore(round)
        .with(round.pipelineFrom(), PIPELINES_AT_ONCE, round.pipelineFrom())
        .with(room.ofNewcomers(), caps.ofOrganization(), caps.ofPipeline())
        .withUses(room)
        .withTexts(exceptions, orgId -> orgId)
        .withTexts(exceptions, caps::of)
        .with(now, room.entries(), now)
        .with(PIPELINES_AT_ONCE, room.entries())
        .with(worker, now)
        .run(tx, PICK_CAPPED);
  }
}
