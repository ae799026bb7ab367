package io.flowforge.load.stack;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * When the calls of steps arrived at the target: for each ticket, a time per step in nanoseconds of
 * the machine. Safe for use by many threads.
 */
public final class Arrivals {

  private static final int MAX_STEPS = 10;

  private final LongAdder calls = new LongAdder();
  private final Map<String, AtomicLongArray> byTicket = new ConcurrentHashMap<>();

  /** Returns how many calls there have been so far. */
  public long calls() {
    return calls.sum();
  }

  /** Records a call; only the first of a step counts. */
  void add(String ticket, int step, long nanos) {
    byTicket
        .computeIfAbsent(ticket, _ -> new AtomicLongArray(MAX_STEPS))
        .compareAndSet(step, 0, nanos);
    calls.increment();
  }

  /** Returns the times of all runs, and forgets them. */
  public List<Run> take() {
    List<Run> runs =
        byTicket.entrySet().stream()
            .map(entry -> new Run(entry.getKey(), entry.getValue()))
            .toList();
    byTicket.clear();
    return runs;
  }

  /**
   * The calls of a run.
   *
   * @param arrivals a time per step; 0 for steps that did not call
   */
  public record Run(String ticket, AtomicLongArray arrivals) {}
}
