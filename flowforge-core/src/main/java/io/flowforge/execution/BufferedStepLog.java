package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.StepLog;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A step log that is flushed from time to time while the step runs. The rest is written together
 * with the outcome, so that a short step needs no commit for its log. Safe for use by many threads.
 */
final class BufferedStepLog implements StepLog {

  private static final int MAX_LINES = 5_000;

  private final Database database;
  private final StepLogStore logs;
  private final ExecutionState state;
  private final InstantSource clock;
  private final List<LogLine> lines = new ArrayList<>();
  private final List<LogLine> conclusion = new ArrayList<>();
  private int count;
  private long bytes;

  /** Held while lines are written. A thread that has locked the request's row never acquires it. */
  private final Lock writing = new ReentrantLock();

  private boolean isFinished;

  BufferedStepLog(Database database, StepLogStore logs, ExecutionState state, InstantSource clock) {
    this.database = database;
    this.logs = logs;
    this.state = state;
    this.clock = clock;
  }

  @Override
  public void info(String text) {
    add(LogLine.Level.INFO, text);
  }

  @Override
  public void error(String text) {
    add(LogLine.Level.ERROR, text);
  }

  /** Writes the lines so far; discards them if the request was lost to another worker. */
  void flush() {
    writing.lock();
    try {
      List<LogLine> taken = isFinished ? List.of() : take();
      if (!taken.isEmpty()) {
        write(taken);
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Waits for a flush in progress and prevents further ones. Otherwise the outcome could change the
   * state while a flush is writing, and the lines of that flush would be discarded.
   */
  void finish() {
    writing.lock();
    try {
      isFinished = true;
    } finally {
      writing.unlock();
    }
  }

  /** Adds the last line, even if the log is full. */
  synchronized void conclude(String reason) {
    conclusion.add(new LogLine(LogLine.Level.ERROR, clock.instant(), reason));
  }

  /** Writes the rest in the transaction that records the outcome; requires {@link #finish}. */
  void writeRest(Tx tx) {
    logs.appendWithinLimit(tx, state, take(), concluded());
  }

  private synchronized List<LogLine> concluded() {
    return List.copyOf(conclusion);
  }

  private void write(List<LogLine> taken) {
    try {
      database.useTransaction(tx -> logs.appendIfCurrent(tx, state, taken));
    } catch (UnavailableException e) {
      restore(taken);
    }
  }

  private synchronized void add(LogLine.Level level, String text) {
    if (bytes > StepLogStore.MAX_BYTES) {
      // The line that exceeded the limit is in the buffer; the store replaces it by a notice.
      return;
    }
    count++;
    if (count < MAX_LINES) {
      var line = new LogLine(level, clock.instant(), text);
      bytes += line.text().getBytes(StandardCharsets.UTF_8).length;
      lines.add(line);
    } else if (count == MAX_LINES) {
      lines.add(new LogLine(LogLine.Level.ERROR, clock.instant(), "The log is full"));
    }
  }

  private synchronized List<LogLine> take() {
    List<LogLine> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  private synchronized void restore(List<LogLine> taken) {
    lines.addAll(0, taken);
  }
}
