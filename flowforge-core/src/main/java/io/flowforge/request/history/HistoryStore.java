package io.flowforge.request.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.history.HistoryPage.PastStep;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables {@code request_transition} and {@code service_request_event} as a history. */
public final class HistoryStore {

  /** Older systems may have recorded any number of events before a request was adopted. */
  private static final int MAX_STEPS = 500;

  /**
   * Returns transitions, oldest first, one more than asked for if there are more on that side.
   *
   * @param range where they begin or end
   */
  public List<PastTransition> transitions(Tx tx, String requestId, HistoryRange range) {
    Integer border = range.isForward() ? range.after() : range.before();
    return tx.list(
        """
        SELECT * FROM (
          SELECT this.seq, this.transition, this.to_status, this.caused_by, this.operator,
                 this.happened_at, this.at_step, coalesce(this.attempt, 0) AS attempt,
                 this.reason, previous.happened_at AS previous_at,
                 previous.request_id IS NOT NULL AS has_previous,
                 (SELECT count(*) + 1 FROM request_transition AS resumed
                  WHERE resumed.request_id = this.request_id AND resumed.transition = 'RESUME'
                    AND resumed.seq <= this.seq) AS run
          FROM request_transition AS this
          LEFT JOIN request_transition AS previous
            ON previous.request_id = this.request_id AND previous.seq = this.seq - 1
          WHERE this.request_id = ? AND this.seq %s ?
          ORDER BY this.seq %s LIMIT ?) AS part
        ORDER BY seq
        """
            .formatted(range.isForward() ? ">" : "<", range.isForward() ? "ASC" : "DESC"),
        HistoryStore::transition,
        requestId,
        border == null ? Long.MAX_VALUE : border.longValue(),
        range.size() + 1);
  }

  /** Returns transitions after one, oldest first, with what they have changed in steps. */
  public List<PastTransition> after(Tx tx, String requestId, int seq, int limit) {
    List<PastTransition> part =
        transitions(tx, requestId, new HistoryRange(null, seq, limit)).stream()
            .limit(limit)
            .toList();
    return part.isEmpty() ? part : withSteps(tx, requestId, part);
  }

  /** Returns the transitions with what they have changed in steps. */
  List<PastTransition> withSteps(Tx tx, String requestId, List<PastTransition> part) {
    Map<Long, List<PastStep>> steps =
        steps(tx, requestId, part.getFirst().seq(), part.getLast().seq());
    return part.stream().map(one -> one.with(steps.getOrDefault(one.seq(), List.of()))).toList();
  }

  /** Returns whether there is a transition with that number. */
  boolean exists(Tx tx, String requestId, long seq) {
    return tx.find(
            "SELECT 1 FROM request_transition WHERE request_id = ? AND seq = ?",
            _ -> true,
            requestId,
            seq)
        .isPresent();
  }

  /** Returns what transitions have changed in steps, by their numbers. */
  public Map<Long, List<PastStep>> steps(Tx tx, String requestId, long first, long last) {
    record StepOfTransition(long seq, PastStep step) {}
    return tx
        .list(
            """
            SELECT * FROM (
              SELECT seq, event_id, step_name, event_type, created_by,
                     coalesce(created_at, 'epoch') AS created_at,
                     lag(event_type) OVER step AS before,
                     lag(coalesce(created_at, 'epoch')) OVER step AS before_at,
                     row_number() OVER (PARTITION BY seq ORDER BY event_id) AS place
              FROM service_request_event
              WHERE service_request_id = ? AND seq <= ?
              WINDOW step AS (PARTITION BY step_name ORDER BY seq, event_id)) AS event
            WHERE seq >= ? AND place <= ?
            ORDER BY seq, event_id
            """,
            row -> new StepOfTransition(row.number("seq"), step(row)),
            requestId,
            last,
            first,
            MAX_STEPS)
        .stream()
        .collect(groupingBy(StepOfTransition::seq, mapping(StepOfTransition::step, toList())));
  }

  private static PastTransition transition(Row row) throws SQLException {
    Instant at = row.instant("happened_at");
    int attempt = row.integer("attempt");
    return new PastTransition(
        row.number("seq"),
        row.integer("run"),
        row.text("transition"),
        RequestStatus.of(row.text("to_status")).orElseThrow(),
        nullIfEmpty(row.textOr("at_step", "")),
        attempt == 0 ? null : attempt,
        row.text("caused_by"),
        row.text("operator"),
        at,
        row.bool("has_previous") ? between(row.instant("previous_at"), at) : null,
        nullIfEmpty(row.textOr("reason", "")),
        List.of());
  }

  private static PastStep step(Row row) throws SQLException {
    StepStatus status = statusOf(row.text("event_type"));
    Instant at = row.instant("created_at");
    boolean hasBegun = statusOf(row.textOr("before", "Not Started")) == StepStatus.RUNNING;
    return new PastStep(
        row.text("step_name"),
        status,
        at,
        row.textOr("created_by", ""),
        hasBegun && status.isEnd() ? between(row.instant("before_at"), at) : null);
  }

  /** An unknown event means begun and not ended, as everywhere. */
  private static StepStatus statusOf(String event) {
    return StepStatus.ofStored(event).orElse(StepStatus.RUNNING);
  }

  /** The clocks of older systems may have run backwards. */
  private static Duration between(Instant begin, Instant end) {
    return end.isBefore(begin) ? Duration.ZERO : Duration.between(begin, end);
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
