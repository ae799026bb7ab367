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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Returns whether lines wait to be written. */
  synchronized boolean hasLines() {
    return !lines.isEmpty();
  }

  /** Writes the lines so far; keeps them if the request is changing or was lost. */
  void flush() {
    flushAll(database, logs, List.of(this));
  }

  /** Flushes several logs in one transaction. Must not be called by several threads at once. */
  static void flushAll(Database database, StepLogStore logs, List<BufferedStepLog> all) {
    all.forEach(log -> log.writing.lock());
    try {
      Map<BufferedStepLog, List<LogLine>> taken = new LinkedHashMap<>();
      all.stream().filter(log -> !log.isFinished).forEach(log -> taken.put(log, log.take()));
      taken.values().removeIf(List::isEmpty);
      if (!taken.isEmpty()) {
        write(database, logs, taken);
      }
    } finally {
      all.forEach(log -> log.writing.unlock());
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

  /**
   * Writes the rest in the transaction that records the outcome; requires {@link #finish}. If that
   * transaction is lost, the rest can be written in another one.
   */
  synchronized void writeRest(Tx tx) {
    logs.appendWithinLimit(tx, state, List.copyOf(lines), List.copyOf(conclusion));
  }

  private static void write(
      Database database, StepLogStore logs, Map<BufferedStepLog, List<LogLine>> taken) {
    List<BufferedStepLog> all = List.copyOf(taken.keySet());
    Map<BufferedStepLog, List<LogLine>> unwritten = new LinkedHashMap<>(taken);
    try {
      database.useTransaction(
          tx ->
              logs.currentOf(tx, all.stream().map(log -> log.state).toList()).stream()
                  .map(all::get)
                  .forEach(
                      log -> {
                        List<LogLine> lines = taken.getOrDefault(log, List.of());
                        logs.appendWithinLimit(tx, log.state, lines, List.of());
                        unwritten.remove(log);
                      }));
    } catch (UnavailableException e) {
      unwritten.putAll(taken);
    }
    unwritten.forEach(BufferedStepLog::restore);
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
