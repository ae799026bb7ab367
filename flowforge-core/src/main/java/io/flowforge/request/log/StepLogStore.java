package io.flowforge.request.log;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

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
    insert(tx, LogOfRun.of(state), List.of(), lines);
  }

  /**
   * Appends lines as long as the log of the step in this run, with those of earlier attempts and of
   * other servers, has about {@link #MAX_BYTES} at most. The line that exceeds it becomes {@link
   * #LEFT_OUT}, and no line follows but those that are kept always.
   *
   * @param always lines that are written in any case: how an attempt ended
   */
  public void appendWithinLimit(
      Tx tx, ExecutionState state, List<LogLine> lines, List<LogLine> always) {
    insert(tx, LogOfRun.of(state), lines, always);
  }

  /**
   * Writes the lines that are written together in one row, see {@link StoredLines}. The notice that
   * lines are left out has a row of its own. The statement counts by itself.
   */
  private static void insert(Tx tx, LogOfRun log, List<LogLine> lines, List<LogLine> always) {
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
        ), kept AS (
          SELECT number, level, logged_at, text,
                 NOT is_kept AND earlier.bytes + line.bytes > ? AS is_notice
          FROM line, earlier
          WHERE is_kept
             OR (NOT is_full
                 AND (number = 1 OR earlier.bytes + line.bytes - octet_length(text) <= ?))
        ), placed AS (
          SELECT *, 2 * count(*) FILTER (WHERE is_notice) OVER (ORDER BY number)
                    - is_notice::integer AS place
          FROM kept
        ), joined AS (
          SELECT *, row_number() OVER part AS number_in_row,
                 first_value(logged_at) OVER part AS row_begins
          FROM placed WINDOW part AS (PARTITION BY place ORDER BY number)
        )
        INSERT INTO step_log (request_id, step_name, run, level, logged_at, text)
        SELECT ?, ?, ?, (array_agg(level ORDER BY number))[1], min(row_begins),
               string_agg(
                 CASE WHEN is_notice THEN ?
                      WHEN number_in_row = 1 THEN text
                      ELSE left(level, 1)
                           || (1000000 * extract(epoch FROM logged_at - row_begins))::bigint
                           || ' ' || text
                 END, E'\\n' ORDER BY number)
        FROM joined GROUP BY place ORDER BY place
        """,
        LEFT_OUT,
        log.requestId(),
        log.stepName(),
        log.run(),
        lines.size(),
        all.stream().map(line -> line.level().name()).toList(),
        all.stream().map(line -> line.loggedAt().toString()).toList(),
        all.stream().map(LogLine::text).toList(),
        MAX_BYTES,
        MAX_BYTES,
        log.requestId(),
        log.stepName(),
        log.run(),
        LEFT_OUT);
  }

  /**
   * Returns which of the states are current, that is without a transition or a claim since, and
   * keeps them so until the transaction ends. One that is changing now counts as not current.
   */
  public List<Integer> currentOf(Tx tx, List<ExecutionState> states) {
    tx.planOnce();
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
        tx
            .list(
                """
            SELECT level, logged_at, text FROM step_log
            WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) = 1 ORDER BY log_id
            """,
                StepLogStore::stored,
                requestId,
                stepName)
            .stream()
            .flatMap(StoredLines::lines)
            .toList();
    if (lines.isEmpty() || later.contains(lines.getFirst())) {
      return false;
    }
    tx.update(
        "DELETE FROM step_log WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) = 1",
        requestId,
        stepName);
    var first = new LogOfRun(requestId, stepName, 1);
    insert(tx, first, List.of(), lines);
    insert(tx, first, List.of(), later);
    return true;
  }

  private record LogOfRun(String requestId, String stepName, int run) {

    private static LogOfRun of(ExecutionState state) {
      return new LogOfRun(state.requestId(), state.currentStep(), state.run());
    }
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
    List<Skipped> rows =
        tx.list(
            """
            SELECT level, logged_at, text, greatest(? - before, 0) AS skipped
            FROM (
              SELECT coalesce(run, 1) AS run, log_id, level, logged_at, text, lines,
                     sum(lines) OVER (ORDER BY coalesce(run, 1), log_id) - lines AS before
              FROM (SELECT *, 1 + length(text) - length(replace(text, E'\\n', '')) AS lines
                    FROM step_log
                    WHERE request_id = ? AND step_name = ? AND coalesce(run, 1) BETWEEN ? AND ?)
                AS counted
            ) AS numbered
            WHERE before + lines > ?
            ORDER BY run, log_id
            """,
            row -> new Skipped(stored(row), row.number("skipped")),
            offset,
            requestId,
            stepName,
            runs.first(),
            runs.last(),
            offset);
    return rows.stream()
        .flatMap(row -> row.stored().lines().skip(row.lines()))
        .map(line -> line.shown(stepName))
        .toList();
  }

  /** Returns the number of the last row of the log of a request; 0 if there is none. */
  public long lastOf(Tx tx, String requestId) {
    // The sum keeps PostgreSQL from looking for the row among those of all requests.
    return tx.find(
            "SELECT max(log_id + 0) AS log_id FROM step_log WHERE request_id = ?",
            row -> row.number("log_id"),
            requestId)
        .orElse(0L);
  }

  /**
   * Returns rows of the logs of all steps, in the order in which they were committed: whoever
   * writes one has locked the request before.
   *
   * @param after the number of the row after which to begin
   * @param limit the maximum number of rows
   * @param maxBytes the size of the texts at which the part ends; the first row may be larger
   */
  public List<LoggedRow> after(Tx tx, String requestId, long after, int limit, int maxBytes) {
    return tx.list(
        """
        SELECT *, place < found OR place = ? AS has_more FROM (
          SELECT log_id, step_name, coalesce(run, 1) AS run, level, logged_at, text,
                 sum(octet_length(text)) OVER (ORDER BY log_id) - octet_length(text) AS bytes_before,
                 row_number() OVER (ORDER BY log_id) AS place, count(*) OVER () AS found
          FROM (SELECT * FROM step_log WHERE request_id = ? AND log_id > ?
                ORDER BY log_id + 0 LIMIT ?) AS next) AS part
        WHERE place = 1 OR bytes_before + octet_length(text) <= ? ORDER BY log_id
        """,
        StepLogStore::logged,
        limit,
        requestId,
        after,
        limit,
        maxBytes);
  }

  private static LoggedRow logged(Row row) throws SQLException {
    String stepName = row.text("step_name");
    return new LoggedRow(
        row.number("log_id"),
        stepName,
        row.integer("run"),
        row.instant("logged_at"),
        stored(row).lines().map(line -> line.shown(stepName)).toList(),
        row.bool("has_more"));
  }

  /** Reads a row with the columns level, logged_at and text. */
  private static StoredLines stored(Row row) throws SQLException {
    return new StoredLines(
        LogLine.Level.valueOf(row.text("level")), row.instant("logged_at"), row.text("text"));
  }

  private record Skipped(StoredLines stored, long lines) {}
}
