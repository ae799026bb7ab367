package io.flowforge.request.state;

import static java.util.stream.Collectors.toMap;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ObservedState.FoundStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The table {@code request_run} as adoption reads and writes it. */
public final class AdoptedStateStore {

  /** Holds if another program has written events of a row of {@code request_run}. */
  static final String HAS_EVENTS_OF_OTHERS =
      """
      EXISTS (SELECT 1 FROM service_request_event
              WHERE service_request_id = request_run.request_id AND service_request_event.seq = 0)
      """;

  private static final String FOUND =
      ", found_status IS NOT NULL AS is_adopted, found_status, found_seq, ";

  private static final String OBSERVED =
      "SELECT "
          + ExecutionStateStore.COLUMNS
          + FOUND
          + HAS_EVENTS_OF_OTHERS
          + " AS has_events_of_others FROM request_run WHERE request_id = ";

  private final ExecutionStateStore states;

  public AdoptedStateStore(ExecutionStateStore states) {
    this.states = states;
  }

  /** Returns whether the table is there with all columns, which the older system does not have. */
  public boolean isThere(Tx tx) {
    return tx.find(
            """
            SELECT 1 FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'request_run'
              AND column_name = 'found_status'
            """,
            _ -> true)
        .orElse(false);
  }

  public Optional<ObservedState> find(Tx tx, String requestId) {
    return tx.find(OBSERVED + "?", AdoptedStateStore::observed, requestId);
  }

  /**
   * Finds the state and locks it until the transaction ends. Events that another program writes
   * while this waits for the lock are not seen; a transition that begins a step looks for them
   * again.
   */
  public Optional<ObservedState> lock(Tx tx, String requestId) {
    return tx.find(OBSERVED + "? FOR UPDATE", AdoptedStateStore::observed, requestId);
  }

  /** Returns the states of those of the requests that have one, by their ids. */
  public Map<String, ObservedState> findAll(Tx tx, List<String> requestIds) {
    return tx.list(OBSERVED + "ANY(?)", AdoptedStateStore::observed, requestIds).stream()
        .collect(toMap(observed -> observed.state().requestId(), Function.identity()));
  }

  /**
   * Returns requests that do not run and whose events another program has written, in the order of
   * their ids.
   *
   * @param after the id after which to begin
   */
  public List<String> withEventsOfOthers(Tx tx, String after, int limit) {
    return tx.list(
        """
        WITH written AS MATERIALIZED (
          SELECT DISTINCT service_request_id FROM service_request_event
          WHERE seq = 0 AND service_request_id > ?)
        SELECT request_id FROM written
        JOIN request_run ON request_id = service_request_id AND status <> 'Running'
        ORDER BY request_id LIMIT ?
        """,
        row -> row.text("request_id"),
        after,
        limit);
  }

  /**
   * What is known of work that a worker has claimed.
   *
   * @param traceId the id of the API call that queued it; empty for the system
   */
  public record Cause(String traceId, ObservedState observed) {}

  /**
   * Claims many requests like {@link ExecutionStateStore#claim}, except those that another
   * transaction is changing. Waits for no request.
   *
   * @param dispatches the number of each request's dispatch
   */
  public List<Cause> claimAll(Tx tx, List<String> requestIds, List<Long> dispatches) {
    return tx.list(
        """
        WITH free AS (
          SELECT request_id FROM unnest(?::varchar[], ?::varchar[]::bigint[]) AS queued (id, dispatch)
          JOIN request_run ON request_id = id AND leg = dispatch AND status = 'Running'
          FOR UPDATE OF request_run SKIP LOCKED
        ), claimed AS (
          UPDATE request_run SET claim = claim + 1
          WHERE request_id IN (SELECT request_id FROM free) AND\s"""
            + ExecutionStateStore.STAYS_OPEN
            + "RETURNING "
            + ExecutionStateStore.COLUMNS
            + """
            , found_status, found_seq
            )
            SELECT request_run.*, found_status IS NOT NULL AS is_adopted,
                   coalesce(trace_id, '') AS trace_id,
            """
            + HAS_EVENTS_OF_OTHERS
            + """
             AS has_events_of_others FROM claimed AS request_run
            LEFT JOIN request_transition AS cause
              ON cause.request_id = request_run.request_id AND cause.seq = leg
            """,
        row -> new Cause(row.text("trace_id"), observed(row)),
        requestIds,
        dispatches.stream().map(number -> Long.toString(number)).toList());
  }

  /** Returns what is known of the state, which has been claimed in this transaction. */
  public Cause causeOf(Tx tx, ExecutionState claimed) {
    return tx.find(
            "SELECT coalesce(trace_id, '') AS trace_id"
                + FOUND
                + HAS_EVENTS_OF_OTHERS
                + """
                 AS has_events_of_others FROM request_run
                LEFT JOIN request_transition AS cause
                  ON cause.request_id = request_run.request_id AND cause.seq = leg
                WHERE request_run.request_id = ?
                """,
            row -> new Cause(row.text("trace_id"), observed(claimed, row)),
            claimed.requestId())
        .orElseThrow();
  }

  /** Adds a state, unless the request has one, and returns whether it was added. */
  boolean add(Tx tx, AdoptedState adopted) {
    var row =
        new ExecutionStateStore.NewRow(
            adopted.adoptedAt(), adopted.found(), adopted.projectedSeq());
    return ExecutionStateStore.add(tx, "", adopted.state(), adopted.origin(), row);
  }

  /** Replaces a state, unless it has changed, and returns whether it was replaced. */
  boolean replace(Tx tx, ExecutionState from, AdoptedState adopted) {
    return states.replace(tx, from, adopted.state(), false)
        && tx.update(
                """
                UPDATE request_run
                SET found_status = ?, found_seq = ?, projected_seq = greatest(projected_seq, ?)
                WHERE request_id = ?
                """,
                adopted.found().status(),
                adopted.found().seq(),
                adopted.projectedSeq(),
                from.requestId())
            == 1;
  }

  private static ObservedState observed(Row row) throws SQLException {
    return observed(ExecutionStateStore.state(row), row);
  }

  private static ObservedState observed(ExecutionState state, Row row) throws SQLException {
    return new ObservedState(
        state,
        row.bool("is_adopted")
            ? Optional.of(new FoundStatus(row.text("found_status"), row.number("found_seq")))
            : Optional.empty(),
        row.bool("has_events_of_others"));
  }
}
