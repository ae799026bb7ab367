package io.flowforge.live;

import static java.util.stream.Collectors.toMap;

import io.flowforge.postgres.Tx;
import java.util.List;
import java.util.Map;

/** How far requests have come, as {@code request_run} and {@code step_log} say. */
final class WatchedRequestStore {

  /**
   * Returns the positions of those of the requests that exist. The position of the log is that of
   * the current step: a row of an earlier step comes with a transition, if it is new.
   */
  Map<String, StreamPosition> newestOf(Tx tx, List<String> requestIds) {
    record Newest(String id, StreamPosition position) {}
    tx.planOnce();
    return tx
        .list(
            """
            SELECT request_id, seq,
                   (SELECT max(log_id) FROM step_log
                    WHERE step_log.request_id = request_run.request_id
                      AND step_log.step_name = request_run.current_step
                      AND coalesce(step_log.run, 1) = request_run.run) AS log_id
            FROM request_run WHERE request_id = ANY(?)
            """,
            // A null is read as 0.
            row ->
                new Newest(
                    row.text("request_id"),
                    new StreamPosition(row.number("seq"), row.number("log_id"))),
            requestIds)
        .stream()
        .collect(toMap(Newest::id, Newest::position));
  }
}
