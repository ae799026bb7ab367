package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LogLine;
import io.flowforge.request.RequestRun;
import io.flowforge.request.StepLogStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects lines and writes them now and then while the step runs; what is left is written together
 * with the outcome, so that a short step costs no commit for its log. Safe for use by many threads.
 */
final class BufferedStepLog implements StepLog {

  /** More lines than anybody reads of one step. */
  private static final int MAX_LINES = 5_000;

  private final Database database;
  private final StepLogStore logs;
  private final RequestRun run;
  private final InstantSource clock;
  private final List<LogLine> lines = new ArrayList<>();
  private int count;

  BufferedStepLog(Database database, StepLogStore logs, RequestRun run, InstantSource clock) {
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
    List<LogLine> taken = take();
    if (taken.isEmpty()) {
      return;
    }
    try {
      database.useTransaction(tx -> logs.appendIfCurrent(tx, run, taken));
    } catch (UnavailableException e) {
      putBack(taken);
    }
  }

  /** Writes what is left as part of the transaction that records the outcome. */
  void writeRest(Tx tx) {
    logs.append(tx, run.requestId(), run.currentStep(), take());
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
