package io.flowforge.step.http.exchange;

import java.time.Duration;

/**
 * The time for reading a response once it has begun.
 *
 * @param most the maximum
 * @param end the value of {@link System#nanoTime} at which the attempt is interrupted
 * @param margin the time before that at which reading ends, so that the outcome is known in time
 */
public record ReadingTime(Duration most, long end, Duration margin) {

  /** The minimum, for a response that arrives at the last moment. */
  private static final Duration LEAST = Duration.ofMillis(20);

  /** Returns the times of an attempt that begins now. */
  public static ReadingTime within(Duration attempt, Duration most) {
    Duration margin = shorter(attempt.dividedBy(10), Duration.ofSeconds(1));
    return new ReadingTime(most, System.nanoTime() + attempt.toNanos(), margin);
  }

  /** Returns the time for a response that begins now. */
  Duration left() {
    Duration untilEnd = Duration.ofNanos(end - System.nanoTime());
    // A response that arrives within the margin gets half of what remains.
    Duration within = longer(untilEnd.minus(margin), untilEnd.dividedBy(2));
    return longer(LEAST, shorter(most, within));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
