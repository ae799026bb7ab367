package io.flowforge.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Polling for the effects of another thread or process. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Eventually() {}

  /** Polls until the value meets the condition and returns it; fails after a minute. */
  public static <T> T eventually(Supplier<T> poll, Predicate<T> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T seen = poll.get();
    while (!condition.test(seen)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("still " + seen + " after " + PATIENCE);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = poll.get();
    }
    return seen;
  }
}
