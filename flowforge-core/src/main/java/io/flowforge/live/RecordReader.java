package io.flowforge.live;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what has happened to requests, in pages of bounded size. Thread-safe. */
final class RecordReader {

  static final int MAX_TRANSITIONS = 100;
  static final int MAX_ROWS = 200;

  /** In bytes of the rows' texts. A single row may be larger. */
  static final int MAX_LOG_BYTES = 32 * 1024;

  private final Database database;
  private final ExecutionStateStore states;
  private final HistoryStore history;
  private final StepLogStore logs;
  private final WatchedRequestStore watched = new WatchedRequestStore();

  RecordReader(
      Database database, ExecutionStateStore states, HistoryStore history, StepLogStore logs) {
    this.database = database;
    this.states = states;
    this.history = history;
    this.logs = logs;
  }

  /** Returns how far the requests have come, by their ids; without those that are gone. */
  Map<String, StreamPosition> newestOf(List<String> requestIds) {
    return database.inTransaction(tx -> tx.last(() -> watched.newestOf(tx, requestIds)));
  }

  /** Returns what has happened after a position, up to the size of a page. */
  RecordPage after(String requestId, StreamPosition position) {
    return database.inTransaction(
        tx -> {
          // Transitions and logs of one moment, or a step could end before its last lines.
          tx.readOneMoment();
          Optional<ExecutionState> state = states.find(tx, requestId);
          return state.map(known -> page(tx, known, position)).orElse(RecordPage.OF_NOTHING);
        });
  }

  private RecordPage page(Tx tx, ExecutionState state, StreamPosition position) {
    String id = state.requestId();
    List<PastTransition> transitions =
        position.seq() < state.seq()
            ? history.after(tx, id, Math.toIntExact(position.seq()), MAX_TRANSITIONS)
            : List.of();
    List<LoggedRow> rows = logs.after(tx, id, position.logId(), MAX_ROWS, MAX_LOG_BYTES);
    return RecordPage.merged(
        new RecordPage.Part<>(
            transitions, !transitions.isEmpty() && transitions.getLast().seq() < state.seq()),
        new RecordPage.Part<>(rows, !rows.isEmpty() && rows.getLast().hasMore()),
        state.status(),
        state.seq());
  }
}
