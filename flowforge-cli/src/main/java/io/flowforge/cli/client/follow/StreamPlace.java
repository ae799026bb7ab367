package io.flowforge.cli.client.follow;

import io.flowforge.cli.connection.stream.EventStreamException;
import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import io.flowforge.cli.connection.stream.ReceivedEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the stream of a request has come: the numbers of the last transition and the last log row
 * that it has sent, and how many lines of each log of the latest run. Not thread-safe.
 */
final class StreamPlace {

  private static final int MAX_DIGITS = 18;

  private String eventId = "";
  private long seq;
  private long logId;
  private int run = 1;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Integer> runOfLog = new HashMap<>();
  private int firstRun = 1;

  /** Begins in a run; the lines of earlier ones do not count. */
  void beginIn(int latestRun) {
    run = latestRun;
    firstRun = latestRun;
  }

  /** Returns the id of the last event; empty if there was none. */
  String eventId() {
    return eventId;
  }

  /**
   * Returns whether an event brings another transition, or another row of a log, and notes it.
   *
   * @throws EventStreamException if it has no numbers
   */
  boolean advance(ReceivedEvent event) throws EventStreamException {
    int dot = event.id().indexOf('.');
    if (dot < 0) {
      throw new EventStreamException(Remedy.GIVE_UP, "an event has the id '" + event.id() + "'");
    }
    long newSeq = number(event.id().substring(0, dot));
    long newLogId = number(event.id().substring(dot + 1));
    boolean isAnother = event.type().equals("log") ? newLogId > logId : newSeq > seq;
    if (isAnother) {
      eventId = event.id();
      seq = newSeq;
      logId = newLogId;
    }
    return isAnother;
  }

  private static long number(String digits) throws EventStreamException {
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new EventStreamException(
          Remedy.GIVE_UP, "the id of an event has '" + digits + "' in the place of a number");
    }
    return Long.parseLong(digits);
  }

  /** Tests whether a run is the latest one that is known. */
  boolean isLatest(int ofEvent) {
    if (ofEvent > run) {
      run = ofEvent;
      lines.clear();
    }
    return ofEvent == run;
  }

  /**
   * Notes more lines of a log of the latest run.
   *
   * @return how many lines are before them
   */
  int append(String step, int count) {
    int before = lines.getOrDefault(step, 0);
    lines.put(step, before + count);
    return before;
  }

  /** Returns whether these are the first lines that this run has written in a log, and notes it. */
  boolean beginsLogAgain(String step) {
    int known = runOfLog.getOrDefault(step, firstRun);
    runOfLog.put(step, run);
    return known < run;
  }
}
