package io.flowforge.generator;

import org.HdrHistogram.Histogram;

/**
 * When calls were due, and how long after that they were answered. Hyperfoil 0.25 measures from the
 * moment at which it sends, which hides that it sends late, for example because all connections
 * wait for a stalled server; so this counts the calls and computes when each was due. Used by one
 * thread.
 */
final class CallTimes {

  private static final long MAX_MICROS = 120_000_000;
  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);
  private final double nanosBetween;
  private final long warmUpNanos;
  private final long nanos;
  private long started;
  private long firstDue = Long.MAX_VALUE;
  private long lastAnswer;

  /**
   * Creates times without calls.
   *
   * @param nanosBetween the time between two calls, or 0 if a call is due when it is sent
   */
  CallTimes(double nanosBetween, long warmUpNanos, long nanos) {
    this.nanosBetween = nanosBetween;
    this.warmUpNanos = warmUpNanos;
    this.nanos = nanos;
  }

  /** Counts a call that starts now, and returns when it was due. */
  long start(long now) {
    long offset = (long) (started * nanosBetween);
    started++;
    if (nanosBetween == 0) {
      firstDue = Math.min(firstDue, now);
      return now;
    }
    // No call is sent before it is due, so the earliest origin that any call proves is the true
    // one.
    firstDue = Math.min(firstDue, now - offset);
    return firstDue + offset;
  }

  /** Records the answer to a call; those that were due in the warm-up do not count. */
  void answered(long due, long now) {
    long at = due - firstDue;
    if (at >= warmUpNanos && at < warmUpNanos + nanos) {
      micros.recordValue(Math.min(Math.max(0, now - due) / 1000, MAX_MICROS));
      lastAnswer = Math.max(lastAnswer, now);
    }
  }

  long started() {
    return started;
  }

  Histogram micros() {
    return micros;
  }

  /** Returns how many calls were answered per second. */
  double perSecond() {
    // Answers that arrive late make the rate lower.
    return micros.getTotalCount() * 1e9 / Math.max(nanos, lastAnswer - firstDue - warmUpNanos);
  }
}
