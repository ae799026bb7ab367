package io.flowforge.faults;

import io.flowforge.faults.fault.Injection;
import io.flowforge.faults.invariant.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * The result of a run.
 *
 * @param started how many requests were started
 * @param isAtRest whether everything came to rest in time
 */
record Outcome(
    FaultRunPlan plan,
    List<Injection> injections,
    List<Verdict> verdicts,
    int started,
    boolean isAtRest,
    Duration duration) {

  /** Returns whether the run tried enough and found no violation. */
  boolean isGood() {
    return hits() >= plan.faults().hits()
        && started() >= plan.load().requests()
        && isAtRest
        && verdicts.stream().allMatch(Verdict::holds);
  }

  /** Returns how many faults hit. */
  int hits() {
    return (int) injections.stream().filter(Injection::isHit).count();
  }
}
