package io.flowforge.request.log;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code step_log}. */
public final class StepLogStore {

  public void append(Tx tx, String requestId, String stepName, List<LogLine> lines) {
    tx.updateAll(
        """
        INSERT INTO step_log (request_id, step_name, level, logged_at, text)
        VALUES (?, ?, ?, ?, ?)
        """,
        lines.stream()
            .map(
                line ->
                    new @Nullable Object[] {
                      requestId, stepName, line.level().name(), line.loggedAt(), line.text()
                    })
            .toList());
  }

  /** Appends lines unless there was a transition or a claim since the given state. */
  public void appendIfCurrent(Tx tx, ExecutionState state, List<LogLine> lines) {
    boolean isCurrent =
        tx.find(
                "SELECT 1 FROM request_run WHERE request_id = ? AND seq = ? AND claim = ? FOR SHARE",
                _ -> true,
                state.requestId(),
                state.seq(),
                state.fencingToken())
            .orElse(false);
    if (isCurrent) {
      append(tx, state.requestId(), state.currentStep(), lines);
    }
  }

  /** Returns the lines from the offset on, as clients show them, in the order of writing. */
  public List<String> shown(Tx tx, String requestId, String stepName, int offset) {
    return tx.list(
        """
        SELECT level, logged_at, text FROM step_log
        WHERE request_id = ? AND step_name = ?
        ORDER BY log_id OFFSET ?
        """,
        row ->
            new LogLine(
                    LogLine.Level.valueOf(row.text("level")),
                    row.instant("logged_at"),
                    row.text("text"))
                .shown(stepName),
        requestId,
        stepName,
        offset);
  }
}
