package io.flowforge.request.state;

import io.flowforge.identity.Author;
import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.trace.TraceId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The append-only tables {@code request_transition} and {@code service_request_event}. */
public final class StepEventStore {

  /**
   * Writes a transition and the step changes that it causes, all with its number. Their times are a
   * microsecond apart, because the older system orders events by nothing else.
   */
  public void append(
      Tx tx,
      ExecutionState state,
      String transition,
      List<StepChange> changes,
      Author author,
      Instant at) {
    tx.later(
        """
        INSERT INTO request_transition (request_id, seq, transition, to_status, caused_by,
                                        operator, happened_at, trace_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        state.requestId(),
        state.seq(),
        transition,
        state.status().label(),
        author.userId(),
        author.operator(),
        at,
        TraceId.current());
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
   * written since have no number yet, and are later than all.
   */
  public List<StepEvent> latestOfEachStep(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT DISTINCT ON (step_name) event_type, step_name, step_type, created_by,
               coalesce(created_at, 'epoch') AS created_at, transition
        FROM service_request_event AS event
        LEFT JOIN request_transition AS cause
          ON cause.request_id = event.service_request_id AND cause.seq = event.seq
        WHERE service_request_id = ?
        ORDER BY step_name, event.seq = 0 DESC, event.seq DESC, event_id DESC
        """,
        StepEventStore::event,
        requestId);
  }

  /** Returns all events of the request, oldest first. */
  public List<OlderEvent> all(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT service_request_id, step_name, event_type, step_type, event_id
        FROM service_request_event WHERE service_request_id = ? ORDER BY event_id
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
    return new StepEvent(
        new StepChange(
            row.text("step_name"),
            row.textOr("step_type", ""),
            StepStatus.of(row.text("event_type"))),
        row.textOr("created_by", ""),
        row.instant("created_at"),
        row.textOr("transition", "").equals(TransitionType.REJECT.name()));
  }
}
