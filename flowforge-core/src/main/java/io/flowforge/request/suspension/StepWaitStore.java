package io.flowforge.request.suspension;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The table {@code step_wait}: one row for each request whose current step is suspended. A row
 * counts only as long as the state of its request says that it is suspended.
 */
public final class StepWaitStore {

  /** Notes that the current step of a request is suspended, in place of an earlier suspension. */
  public void put(Tx tx, String requestId, StepWait wait) {
    tx.later(
        """
        INSERT INTO step_wait (request_id, org_id, step_name, run, waits_for, since, until,
                               is_signalled, looks, memo)
        SELECT request_id, org_id, current_step, run, ?, ?::timestamp, ?::timestamp, ?, ?, ?
        FROM request_run WHERE request_id = ?
        ON CONFLICT (request_id) DO UPDATE
        SET step_name = EXCLUDED.step_name, run = EXCLUDED.run, waits_for = EXCLUDED.waits_for,
            since = EXCLUDED.since, until = EXCLUDED.until, is_signalled = EXCLUDED.is_signalled,
            looks = EXCLUDED.looks, memo = EXCLUDED.memo
        """,
        wait.waitsFor().label(),
        wait.since(),
        wait.until(),
        wait.isSignalled(),
        wait.looks(),
        wait.memo(),
        requestId);
  }

  /** Notes that a signal has come for the suspended step. */
  public void signal(Tx tx, String requestId) {
    tx.later("UPDATE step_wait SET is_signalled = TRUE WHERE request_id = ?", requestId);
  }

  /** Removes the suspension of a step that is over. */
  public void remove(Tx tx, String requestId) {
    tx.later("DELETE FROM step_wait WHERE request_id = ?", requestId);
  }

  /** Returns the suspension of the current step of a request whose state says that it has one. */
  public Optional<StepWait> find(Tx tx, String requestId) {
    return tx.find(
        """
        SELECT waits_for, since, until, is_signalled, looks, memo
        FROM step_wait WHERE request_id = ?
        """,
        StepWaitStore::wait,
        requestId);
  }

  private static StepWait wait(Row row) throws SQLException {
    return new StepWait(
        WaitsFor.of(row.text("waits_for")),
        row.instant("since"),
        row.instant("until"),
        row.bool("is_signalled"),
        row.integer("looks"),
        row.text("memo"));
  }
}
