package io.flowforge.faults.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of a soak.
 *
 * @param slowProbes the probes that a supervisor would not have waited for
 * @param isAlive whether the server process is the one that was started
 * @param reactions what was wrong with the server's reactions to attacks
 * @param rounds how many attacks of each name have ended
 */
record SoakOutcome(
    Calls calls,
    Calls probes,
    List<String> slowProbes,
    HeapWatch heap,
    boolean isAlive,
    List<String> reactions,
    Map<String, Integer> rounds) {

  private static final Duration MAX_P99 = Duration.ofSeconds(1);

  /** Returns what must hold everywhere, by its name. */
  Map<String, Boolean> certainties() {
    return Map.of(
        "the server process survived",
        isAlive,
        "errors of the well-behaved clients: 0",
        calls.errors().isEmpty() && calls.count() > 0,
        "no probe failed",
        probes.errors().isEmpty() && probes.count() > 0,
        "no attack had an effect",
        reactions.isEmpty());
  }

  /** Returns what must hold on a machine that is not used for anything else, by its name. */
  Map<String, Boolean> measurements() {
    return Map.of(
        "their p99 is under 1 s",
        calls.quantile(0.99).compareTo(MAX_P99) < 0,
        "no probe took longer than 2 s",
        slowProbes.isEmpty(),
        "the heap is flat",
        heap.isFlat());
  }

  boolean isGood() {
    return !certainties().containsValue(false) && !measurements().containsValue(false);
  }
}
