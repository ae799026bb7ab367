package io.flowforge.request.log;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code step_log}. */
public final class StepLogStore {

  /** The maximum size of the log of a step in one run of a request, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1_000_000;

  /** The last line of a log that has reached its maximum size. */
  public static final String LEFT_OUT =
      "The log of this step has reached 1 MB; the rest is left out";

  /**
   * Appends lines to the log of the current step, whatever its size: what people decide, and how a
   * step ended.
   */
  public void append(Tx tx, ExecutionState state, List<LogLine> lines) {
    append(tx, state.requestId(), state.currentStep(), state.run(), lines);
  }

  private static void append(
      Tx tx, String requestId, String stepName, int run, List<LogLine> lines) {
    tx.updateAll(
        """
        INSERT INTO step_log (request_id, step_name, level, logged_at, text, run)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        lines.stream()
            .map(
                line ->
                    new @Nullable Object[] {
                      requestId, stepName, line.level().name(), line.loggedAt(), line.text(), run
                    })
            .toList());
  }

  /**
   * Appends lines as long as the log of the step in this run, with those of earlier attempts and of
   * other servers, has at most {@link #MAX_BYTES}. The line that exceeds it becomes {@link
   * #LEFT_OUT}, and no line follows but those that are kept always. The statement counts by itself.
   *
   * @param always lines that are written in any case: how an attempt ended
   */
  public void appendWithinLimit(
      Tx tx, ExecutionState state, List<LogLine> lines, List<LogLine> always) {
    List<LogLine> all = Stream.concat(lines.stream(), always.stream()).toList();
    if (all.isEmpty()) {
      return;
    }
    tx.later(
        """
        WITH earlier AS (
          SELECT coalesce(sum(octet_length(text)), 0) AS bytes,
                 coalesce(bool_or(text = ?), FALSE) AS is_full
          FROM step_log WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) = ?
        ), line AS (
          SELECT number, level, logged_at, text, number > ? AS is_kept,
                 sum(octet_length(text)) OVER (ORDER BY number) AS bytes
          FROM unnest(?::varchar[], ?::varchar[]::timestamp[], ?::varchar[])
               WITH ORDINALITY AS given (level, logged_at, text, number)
        )
        INSERT INTO step_log (request_id, step_name, level, logged_at, text, run)
        SELECT ?, ?, level, logged_at,
               CASE WHEN is_kept OR earlier.bytes + line.bytes <= ? THEN text ELSE ? END, ?
        FROM line, earlier
        WHERE is_kept
           OR (NOT is_full AND earlier.bytes + line.bytes - octet_length(text) <= ?)
        ORDER BY number
        """,
        LEFT_OUT,
        state.requestId(),
        state.currentStep(),
        state.run(),
        lines.size(),
        all.stream().map(line -> line.level().name()).toList(),
        all.stream().map(line -> line.loggedAt().toString()).toList(),
        all.stream().map(LogLine::text).toList(),
        state.requestId(),
        state.currentStep(),
        MAX_BYTES,
        LEFT_OUT,
        state.run(),
        MAX_BYTES);
  }

  /**
   * Returns which of the states are current, that is without a transition or a claim since, and
   * keeps them so until the transaction ends. One that is changing now counts as not current.
   */
  public List<Integer> currentOf(Tx tx, List<ExecutionState> states) {
    return tx.list(
        """
        SELECT (number - 1)::integer AS place
        FROM unnest(?::varchar[], ?::varchar[]::bigint[], ?::varchar[]::bigint[])
             WITH ORDINALITY AS known (request_id, seq, claim, number)
        JOIN request_run USING (request_id, seq, claim)
        FOR SHARE OF request_run SKIP LOCKED
        """,
        row -> row.integer("place"),
        states.stream().map(ExecutionState::requestId).toList(),
        states.stream().map(state -> Long.toString(state.seq())).toList(),
        states.stream().map(state -> Long.toString(state.fencingToken())).toList());
  }

  /**
   * Writes lines of the first run before those that there are, unless the first of them is there
   * already.
   *
   * @return whether they were written
   */
  public boolean prepend(Tx tx, String requestId, String stepName, List<LogLine> lines) {
    List<LogLine> later =
        tx.list(
            """
            SELECT level, logged_at, text FROM step_log
            WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) = 1 ORDER BY log_id
            """,
            StepLogStore::line,
            requestId,
            stepName);
    if (lines.isEmpty() || later.contains(lines.getFirst())) {
      return false;
    }
    tx.update(
        "DELETE FROM step_log WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) = 1",
        requestId,
        stepName);
    append(tx, requestId, stepName, 1, lines);
    append(tx, requestId, stepName, 1, later);
    return true;
  }

  /** Some of the runs of a request. */
  public record Runs(int first, int last) {

    /** Returns a run and all after it. */
    public static Runs from(int first) {
      return new Runs(first, Integer.MAX_VALUE);
    }
  }

  /** Returns the lines from the offset on, as clients show them, in the order of writing. */
  public List<String> shown(Tx tx, String requestId, String stepName, Runs runs, int offset) {
    return tx.list(
        """
        SELECT level, logged_at, text FROM step_log
        WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) BETWEEN ? AND ?
        ORDER BY coalesce(run, 1), log_id OFFSET ?
        """,
        row -> line(row).shown(stepName),
        requestId,
        stepName,
        runs.first(),
        runs.last(),
        offset);
  }

  private static LogLine line(Row row) throws SQLException {
    return new LogLine(
        LogLine.Level.valueOf(row.text("level")), row.instant("logged_at"), row.text("text"));
  }
}
