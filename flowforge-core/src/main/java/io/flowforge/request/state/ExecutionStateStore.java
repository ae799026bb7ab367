package io.flowforge.request.state;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code request_run}. */
public final class ExecutionStateStore {

  private static final String COLUMNS =
      "request_id, org_id, status, current_step, attempt, step_spent_ms, seq, status_seq, leg, claim,"
          + " updated_at";

  /** Adds the first state of a request, and tells whether there was none. */
  public boolean addIfAbsent(Tx tx, ExecutionState run) {
    return tx.update(
            """
            INSERT INTO request_run (request_id, org_id, status, current_step, attempt, step_spent_ms,
                                     seq, status_seq, leg, claim, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (request_id) DO NOTHING
            """,
            run.requestId(),
            run.orgId(),
            run.status().label(),
            run.currentStep(),
            run.attempt(),
            run.stepSpent().toMillis(),
            run.seq(),
            run.statusSeq(),
            run.dispatch(),
            run.fencingToken(),
            run.updatedAt(),
            run.updatedAt())
        == 1;
  }

  public Optional<ExecutionState> find(Tx tx, String requestId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM request_run WHERE request_id = ?",
        ExecutionStateStore::run,
        requestId);
  }

  /** Whether the run is still as given: no transition and no other worker came since. */
  public boolean isCurrent(Tx tx, ExecutionState run) {
    return tx.find(
            "SELECT 1 FROM request_run WHERE request_id = ? AND seq = ? AND claim = ?",
            _ -> true,
            run.requestId(),
            run.seq(),
            run.fencingToken())
        .orElse(false);
  }

  /** Finds the run and keeps everybody else from changing it until the transaction ends. */
  public Optional<ExecutionState> lock(Tx tx, String requestId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM request_run WHERE request_id = ? FOR UPDATE",
        ExecutionStateStore::run,
        requestId);
  }

  /**
   * Takes up the work that a transition put into the queue. From here on, whoever took it up before
   * can commit nothing.
   *
   * @return empty when there is nothing to do: the request waits, has ended, or is on a later leg
   */
  public Optional<ExecutionState> claim(Tx tx, String requestId, long dispatch) {
    return tx.find(
        """
        UPDATE request_run SET claim = claim + 1
        WHERE request_id = ? AND leg = ? AND status = 'Running'
        RETURNING\s"""
            + COLUMNS,
        ExecutionStateStore::run,
        requestId,
        dispatch);
  }

  /** The name of the call that put the current work into the queue; empty for the system. */
  public String traceOf(Tx tx, ExecutionState run) {
    return tx.find(
            "SELECT trace_id FROM request_transition WHERE request_id = ? AND seq = ?",
            row -> row.text("trace_id"),
            run.requestId(),
            run.dispatch())
        .orElse("");
  }

  /**
   * Replaces a state by the one that follows it, if it is still the state.
   *
   * @return whether it was; otherwise another transition or another worker came first
   */
  public boolean move(Tx tx, ExecutionState from, ExecutionState to) {
    return tx.update(
            """
            UPDATE request_run
            SET status = ?, current_step = ?, attempt = ?, step_spent_ms = ?, seq = ?,
                status_seq = ?, leg = ?, updated_at = ?
            WHERE request_id = ? AND seq = ? AND claim = ?
            """,
            to.status().label(),
            to.currentStep(),
            to.attempt(),
            to.stepSpent().toMillis(),
            to.seq(),
            to.statusSeq(),
            to.dispatch(),
            to.updatedAt(),
            from.requestId(),
            from.seq(),
            from.fencingToken())
        == 1;
  }

  /**
   * Notes that MongoDB has seen the status of that transition.
   *
   * @return whether that was news; it is not when the run is gone
   */
  public boolean markProjected(Tx tx, String requestId, long statusSeq) {
    return tx.update(
            "UPDATE request_run SET projected_seq = ? WHERE request_id = ? AND projected_seq < ?",
            statusSeq,
            requestId,
            statusSeq)
        == 1;
  }

  /**
   * Runs whose status MongoDB has not seen, oldest first. The first status comes with the document
   * itself: such a run is left behind only when it is older than any document can be late.
   *
   * @param behind where to go on; null for the beginning
   */
  public List<ExecutionState> unprojected(
      Tx tx,
      Instant updatedBefore,
      Instant lateBefore,
      @Nullable ExecutionState behind,
      int limit) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + """
             FROM request_run
            WHERE projected_seq < status_seq AND updated_at < ?
              AND (status_seq > 1 OR updated_at < ?)
              AND (updated_at, request_id) > (?, ?)
            ORDER BY updated_at, request_id LIMIT ?
            """,
        ExecutionStateStore::run,
        updatedBefore,
        lateBefore,
        behind == null ? Instant.EPOCH : behind.updatedAt(),
        behind == null ? "" : behind.requestId(),
        limit);
  }

  /** Those of one organization, newest first: what its people have just written. */
  public List<ExecutionState> unprojectedOf(Tx tx, int orgId, int limit) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + """
             FROM request_run
            WHERE projected_seq < status_seq AND status_seq > 1 AND org_id = ?
            ORDER BY updated_at DESC LIMIT ?
            """,
        ExecutionStateStore::run,
        orgId,
        limit);
  }

  /** Removes a run that has not moved since that transition, with its history. */
  public boolean remove(Tx tx, ExecutionState run) {
    boolean isRemoved =
        tx.update(
                "DELETE FROM request_run WHERE request_id = ? AND seq = ?",
                run.requestId(),
                run.seq())
            == 1;
    if (isRemoved) {
      tx.update(
          "DELETE FROM service_request_event WHERE service_request_id = ? AND seq = ?",
          run.requestId(),
          run.seq());
    }
    return isRemoved;
  }

  private static ExecutionState run(Row row) throws SQLException {
    return new ExecutionState(
        row.text("request_id"),
        row.integer("org_id"),
        RequestStatus.of(row.text("status")).orElseThrow(),
        row.text("current_step"),
        row.integer("attempt"),
        Duration.ofMillis(row.number("step_spent_ms")),
        row.number("seq"),
        row.number("status_seq"),
        row.number("leg"),
        row.number("claim"),
        row.instant("updated_at"));
  }
}
