package io.flowforge.cli.faults;

import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param looks how often the queue was looked at
 * @param isAtRest whether everything came to rest in time
 */
record Outcome(
    FaultRun.Plan plan,
    List<Strike> strikes,
    List<Verdict> verdicts,
    Evidence evidence,
    Conversation conversation,
    int looks,
    boolean isAtRest,
    Duration took) {

  /** Whether the run is worth anything, and nothing was found. */
  boolean isGood() {
    return hits() >= plan.hits()
        && started() >= plan.requests()
        && isAtRest
        && verdicts.stream().allMatch(Verdict::holds);
  }

  /** How many faults hit. */
  int hits() {
    return (int) strikes.stream().filter(Strike::hit).count();
  }

  /** How many requests were started with success. */
  int started() {
    return conversation.count(Action.START);
  }
}
