package io.flowforge.request.state;

import io.flowforge.identity.Author;
import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.trace.TraceId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The append-only tables {@code request_transition} and {@code service_request_event}. */
public final class StepEventStore {

  /**
   * A transition as the history records it.
   *
   * @param name the name of a {@link TransitionType}, or of how a first state came about
   * @param stepName the step at which it happened; null before the first one
   * @param attempt the number of the attempt that was under way; null if none was
   * @param reason why something has failed; null if nothing has
   */
  record Happened(
      String name,
      @Nullable String stepName,
      @Nullable Integer attempt,
      @Nullable String reason,
      List<StepChange> changes) {

    static Happened of(ExecutionState from, Transition transition) {
      return new Happened(
          transition.type().name(),
          transition.current().name(),
          from.status() == RequestStatus.RUNNING ? from.attempt() : null,
          transition.reason().isEmpty() ? null : transition.reason(),
          transition.stepChangesFrom(from.status()));
    }
  }

  /**
   * Writes a transition and the step changes that it causes, all with its number. Their times are a
   * microsecond apart, because the older system orders events by nothing else.
   */
  void append(Tx tx, ExecutionState state, Happened happened, Author author) {
    Instant at = state.updatedAt();
    List<StepChange> changes = happened.changes();
    tx.later(
        """
        INSERT INTO request_transition (request_id, seq, transition, to_status, caused_by,
                                        operator, happened_at, trace_id, at_step, attempt, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        state.requestId(),
        state.seq(),
        happened.name(),
        state.status().label(),
        author.userId(),
        author.operator(),
        at,
        TraceId.current(),
        happened.stepName(),
        happened.attempt(),
        happened.reason());
    if (changes.isEmpty()) {
      return;
    }
    tx.later(
        """
        INSERT INTO service_request_event (event_type, service_request_id, step_name, step_type,
                                           created_by, created_at, seq)
        SELECT event_type, ?, step_name, step_type, ?,
               ?::timestamp + (number - 1) * interval '1 microsecond', ?
        FROM unnest(?::varchar[], ?::varchar[], ?::varchar[])
             WITH ORDINALITY AS change (event_type, step_name, step_type, number)
        ORDER BY number
        """,
        state.requestId(),
        author.userId(),
        at,
        state.seq(),
        changes.stream().map(change -> change.status().label()).toList(),
        changes.stream().map(StepChange::stepName).toList(),
        changes.stream().map(StepChange::stepType).toList());
  }

  /**
   * Returns the latest event of each step of the request. The events of an older system have the
   * number of their adoption; among equals the later row wins. Those that another program has
   * written since have no number yet, and are later than all. Each belongs to the run in which it
   * was written.
   */
  public List<StepEvent> latestOfEachStep(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT latest.*,
               (SELECT count(*) + 1 FROM request_transition AS resumed
                WHERE resumed.request_id = latest.request_id AND resumed.transition = 'RESUME'
                  AND (latest.seq = 0 OR resumed.seq <= latest.seq)) AS run
        FROM (
          SELECT DISTINCT ON (step_name) service_request_id AS request_id, event.seq, event_type,
                 step_name, step_type, created_by, coalesce(created_at, 'epoch') AS created_at,
                 transition, reason
          FROM service_request_event AS event
          LEFT JOIN request_transition AS cause
            ON cause.request_id = event.service_request_id AND cause.seq = event.seq
          WHERE service_request_id = ?
          ORDER BY step_name, event.seq = 0 DESC, event.seq DESC, event_id DESC) AS latest
        """,
        StepEventStore::event,
        requestId);
  }

  /**
   * Returns the events of the request, oldest first. Those of earlier runs count for the steps only
   * that later runs have kept.
   */
  public List<OlderEvent> all(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT service_request_id, step_name, event_type, step_type, event_id
        FROM service_request_event AS event
        WHERE service_request_id = ? AND NOT EXISTS (
          SELECT 1 FROM request_transition AS resumed
          JOIN service_request_event AS again
            ON again.service_request_id = resumed.request_id AND again.seq = resumed.seq
          WHERE resumed.request_id = event.service_request_id AND resumed.transition = 'RESUME'
            AND resumed.seq > event.seq AND event.seq > 0 AND again.step_name = event.step_name)
        ORDER BY event_id
        """,
        StepEventStore::olderEvent,
        requestId);
  }

  /**
   * Gives the events of other programs the number of a transition, which marks them as looked at,
   * and returns exactly these events, oldest first.
   */
  public List<OlderEvent> lookAtOlder(Tx tx, List<String> requestIds, long seq) {
    return tx
        .list(
            """
            UPDATE service_request_event SET seq = ?
            WHERE service_request_id = ANY(?) AND seq = 0
            RETURNING service_request_id, step_name, event_type, step_type, event_id
            """,
            StepEventStore::olderEvent,
            seq,
            requestIds)
        .stream()
        .sorted(Comparator.comparingLong(OlderEvent::eventId))
        .toList();
  }

  static OlderEvent olderEvent(Row row) throws SQLException {
    return new OlderEvent(
        row.text("service_request_id"),
        row.text("step_name"),
        row.textOr("step_type", ""),
        row.text("event_type"),
        row.number("event_id"));
  }

  /** Returns the steps that events name, in the order in which they first appear. */
  public List<StepChange> stepsOf(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT step_name, max(step_type) AS step_type FROM service_request_event
        WHERE service_request_id = ? GROUP BY step_name ORDER BY min(event_id)
        """,
        row ->
            new StepChange(
                row.text("step_name"), row.textOr("step_type", ""), StepStatus.NOT_STARTED),
        requestId);
  }

  private static StepEvent event(Row row) throws SQLException {
    StepStatus status = StepStatus.of(row.text("event_type"));
    String transition = row.textOr("transition", "");
    // A step that goes on has a reason only if it was skipped.
    boolean isSkipped =
        status == StepStatus.COMPLETED
            && !row.textOr("reason", "").isEmpty()
            && (transition.equals(TransitionType.ADVANCE.name())
                || transition.equals(TransitionType.COMPLETE.name()));
    return new StepEvent(
        new StepChange(row.text("step_name"), row.textOr("step_type", ""), status),
        row.textOr("created_by", ""),
        row.instant("created_at"),
        transition.equals(TransitionType.REJECT.name()),
        isSkipped,
        row.integer("run"));
  }
}
