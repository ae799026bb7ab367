package io.flowforge.execution.queue;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the statements that pick entries have in common, and the parameters of one of them. */
final class DuePickStore {

  /**
   * Finds the organizations that have entries, a number of them at a time, by one look into the
   * index each: from one organization on, and from the first again after the last, up to another.
   */
  static final String WAITING =
      """
      WITH RECURSIVE waiting AS (
        SELECT ?::integer AS org_id, FALSE AS is_wrapped, 0 AS place
        UNION ALL
        SELECT next.org_id, is_wrapped OR next.org_id <= waiting.org_id, place + 1
        FROM waiting
        CROSS JOIN LATERAL (SELECT coalesce(
            (SELECT org_id FROM scheduled_tasks AS entry
             WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request') AND entry.org_id > waiting.org_id
             ORDER BY org_id LIMIT 1),
            (SELECT org_id FROM scheduled_tasks AS entry
             WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request') AND NOT waiting.is_wrapped
             ORDER BY org_id LIMIT 1)) AS org_id OFFSET 0) AS next
        WHERE place < ?
          AND CASE WHEN next.org_id > waiting.org_id AND NOT is_wrapped
                   THEN ? OR next.org_id <= ?
                   ELSE ? AND next.org_id <= ? AND (next.org_id > waiting.org_id OR NOT is_wrapped)
              END
      )
      """;

  /**
   * Picks the entries that are chosen, unless another server is picking them, and returns them with
   * what was looked at; if there are none, one row says the latter.
   */
  static final String UPDATE =
      """
      , picked AS (
        UPDATE scheduled_tasks AS entry
        SET picked = TRUE, picked_by = ?, last_heartbeat = ?::timestamp AT TIME ZONE 'UTC',
            version = version + 1
        WHERE entry.task_name IN ('run-request', 'run-request-again', 'continue-request')
          AND entry.task_instance = ANY (ARRAY(SELECT task_instance FROM chosen))
        RETURNING entry.task_instance, org_id, version,
                  coalesce(consecutive_failures, 0) AS failures,
                  execution_time AT TIME ZONE 'UTC' AS due
      )
      SELECT picked.*, looked.*
      FROM looked LEFT JOIN picked ON TRUE
      """;

  private final PickRound round;
  private final List<Object> parameters = new ArrayList<>();

  /** Begins with the parameters of {@link #WAITING}. */
  DuePickStore(PickRound round) {
    this.round = round;
    boolean isWholeCircle = round.from() >= round.until();
    with(round.from(), PickRound.ORGANIZATIONS_AT_ONCE);
    with(isWholeCircle, round.until(), isWholeCircle, round.until());
  }

  /**
   * What has been picked.
   *
   * @param isCapped whether entries may be left because of a cap
   */
  record PickedEntries(List<HeldEntry> entries, boolean isCapped) {}

  private record PickedRow(
      Optional<HeldEntry> entry,
      int last,
      int organizations,
      String lastPipeline,
      boolean isCapped) {}

  DuePickStore with(Object... more) {
    parameters.addAll(Arrays.asList(more));
    return this;
  }

  /** Adds the columns of what the organizations use. */
  DuePickStore withUses(Room room) {
    return withTexts(room.uses(), Room.Use::orgId)
        .withTexts(room.uses(), Room.Use::active)
        .withTexts(room.uses(), Room.Use::inFlight)
        .withTexts(room.uses(), Room.Use::room);
  }

  /** Adds a column of numbers. */
  <T> DuePickStore withTexts(List<T> rows, Function<T, Integer> number) {
    parameters.add(rows.stream().map(row -> number.apply(row).toString()).toList());
    return this;
  }

  PickedEntries run(Tx tx, String sql) {
    List<PickedRow> lines = tx.list(sql, DuePickStore::row, parameters.toArray());
    PickedRow any = lines.getFirst();
    round.note(any.last(), any.organizations(), any.lastPipeline());
    return new PickedEntries(
        lines.stream().flatMap(line -> line.entry().stream()).toList(), any.isCapped());
  }

  private static PickedRow row(Row row) throws SQLException {
    return new PickedRow(
        row.textOr("task_instance", "").isEmpty() ? Optional.empty() : Optional.of(held(row)),
        row.integer("last"),
        row.integer("organizations"),
        row.text("last_pipeline"),
        row.bool("is_capped"));
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
