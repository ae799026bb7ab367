package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.step.StepLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects lines and writes them now and then while the step runs; what is left is written together
 * with the outcome, so that a short step costs no commit for its log. Safe for use by many threads.
 */
final class BufferedStepLog implements StepLog {

  /** More lines than anybody reads of one step. */
  private static final int MAX_LINES = 5_000;

  private final Database database;
  private final StepLogStore logs;
  private final ExecutionState run;
  private final InstantSource clock;
  private final List<LogLine> lines = new ArrayList<>();
  private int count;

  /** Held while lines are being written. Never asked for by whoever holds the run's row. */
  private final Lock writing = new ReentrantLock();

  private boolean isFinished;

  BufferedStepLog(Database database, StepLogStore logs, ExecutionState run, InstantSource clock) {
    this.database = database;
    this.logs = logs;
    this.run = run;
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

  /** Writes what there is, unless the run has moved on: then nobody wants these lines any more. */
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
   * Waits for a flush under way and lets no other begin. Without it, lines that a flush has taken
   * would find the run moved on by the outcome, and be dropped.
   */
  void finish() {
    writing.lock();
    try {
      isFinished = true;
    } finally {
      writing.unlock();
    }
  }

  /** Adds the last line, which is worth having even when the log is full. */
  synchronized void conclude(String reason) {
    lines.add(new LogLine(LogLine.Level.ERROR, clock.instant(), reason));
  }

  /** Writes what is left as part of the transaction that records the outcome; after the finish. */
  void writeRest(Tx tx) {
    logs.append(tx, run.requestId(), run.currentStep(), take());
  }

  private void write(List<LogLine> taken) {
    try {
      database.useTransaction(tx -> logs.appendIfCurrent(tx, run, taken));
    } catch (UnavailableException e) {
      putBack(taken);
    }
  }

  private synchronized void add(LogLine.Level level, String text) {
    count++;
    if (count < MAX_LINES) {
      lines.add(new LogLine(level, clock.instant(), text));
    } else if (count == MAX_LINES) {
      lines.add(new LogLine(LogLine.Level.ERROR, clock.instant(), "The log is full"));
    }
  }

  private synchronized List<LogLine> take() {
    List<LogLine> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  private synchronized void putBack(List<LogLine> taken) {
    lines.addAll(0, taken);
  }
}
