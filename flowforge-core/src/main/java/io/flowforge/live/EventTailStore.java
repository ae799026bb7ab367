package io.flowforge.live;

import io.flowforge.pipeline.StepType;
import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.RequestStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of the table {@code service_request_event}, which every server appends to, and the
 * requests that its rows are about. Its key grows with each row, so the end is found at once,
 * however long the table is, and transitions pay nothing for it. Rows of older systems may name no
 * request; they are nobody's.
 */
class EventTailStore {

  /**
   * A row.
   *
   * @param approval the name of the approval that has begun; null for other events
   */
  record TailRow(long eventId, String requestId, @Nullable String approval) {}

  /**
   * A request as it is now.
   *
   * @param pipelineName the name of the version that a retry has moved it to; null for the one that
   *     it was submitted to
   * @param isUnconfirmed whether its document may not have been written yet
   */
  record TailState(
      String requestId,
      int orgId,
      String userId,
      String pipelineId,
      @Nullable String pipelineName,
      RequestStatus status,
      String currentStep,
      int run,
      long seq,
      boolean isUnconfirmed,
      Instant at) {}

  /** Returns the number of the last row; 0 if there is none. */
  long newest(Tx tx) {
    return tx.find(
            "SELECT coalesce(max(event_id), 0) AS event_id FROM service_request_event",
            row -> row.number("event_id"))
        .orElseThrow();
  }

  /**
   * Returns rows after a number, and those of the given numbers that are there.
   *
   * @param missing numbers of rows that were not committed when others after them were
   * @param limit the maximum number of rows after that number
   */
  List<TailRow> after(Tx tx, long after, Collection<Long> missing, int limit) {
    String columns =
        """
        SELECT event_id, service_request_id,
               CASE WHEN step_type = ? AND event_type = ? THEN step_name END AS approval
        FROM service_request_event WHERE service_request_id IS NOT NULL AND\s""";
    tx.planOnce();
    return tx.list(
        "("
            + columns
            // In the text, because the plan would be one for many rows otherwise.
            + "event_id > ? ORDER BY event_id LIMIT "
            + limit
            + ")"
            + (missing.isEmpty()
                ? ""
                : " UNION ALL (" + columns + "event_id = ANY(?::varchar[]::bigint[]))"),
        EventTailStore::row,
        parameters(after, missing));
  }

  private static @Nullable Object[] parameters(long after, Collection<Long> missing) {
    String running = RequestStatus.RUNNING.label();
    return missing.isEmpty()
        ? new @Nullable Object[] {StepType.APPROVAL, running, after}
        : new @Nullable Object[] {
          StepType.APPROVAL,
          running,
          after,
          StepType.APPROVAL,
          running,
          missing.stream().map(String::valueOf).toList()
        };
  }

  private static TailRow row(Row row) throws SQLException {
    String approval = row.textOr("approval", "");
    return new TailRow(
        row.number("event_id"),
        row.text("service_request_id"),
        approval.isEmpty() ? null : approval);
  }

  /** Returns those of the requests that exist, and that lists show. */
  List<TailState> states(Tx tx, Collection<String> requestIds) {
    tx.planOnce();
    return tx.list(
        """
        SELECT request_id, org_id, user_id, pipeline_id, pipeline_name, status, current_step, run,
               seq, projected_seq = 0 AND projected_seq < status_seq AND seq = 1 AS is_unconfirmed,
               updated_at
        FROM request_run
        WHERE request_id = ANY(?) AND user_id IS NOT NULL AND pipeline_id IS NOT NULL
        """,
        EventTailStore::state,
        List.copyOf(requestIds));
  }

  private static TailState state(Row row) throws SQLException {
    String name = row.textOr("pipeline_name", "");
    return new TailState(
        row.text("request_id"),
        row.integer("org_id"),
        row.text("user_id"),
        row.text("pipeline_id"),
        name.isEmpty() ? null : name,
        RequestStatus.of(row.text("status")).orElseThrow(),
        row.text("current_step"),
        row.integer("run"),
        row.number("seq"),
        row.bool("is_unconfirmed"),
        row.instant("updated_at"));
  }
}
