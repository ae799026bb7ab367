package io.flowforge.cli.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, always bounded. Letting time pass is what several faults are made of. */
final class Time {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Time() {}

  /** Lets time pass; shorter when the thread is interrupted. */
  static void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }

  /** Waits for what will happen, and returns whether it did. */
  static boolean until(Duration limit, BooleanSupplier happened) {
    long end = System.nanoTime() + limit.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }
}
