package io.flowforge.server.edge;

import static io.flowforge.testing.Eventually.eventually;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A time that stands still between two steps. A connection looks at it when it begins to wait for
 * its client and when the wait ends: waiting for a look is waiting for what the server does next.
 */
final class SteppedTime implements LongSupplier {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  @Override
  public long getAsLong() {
    long now = nanos.get();
    // The watchdog, which looks as often as it likes, has a platform thread.
    if (Thread.currentThread().isVirtual()) {
      looks.incrementAndGet();
    }
    return now;
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  /** Returns how often connections have looked. */
  int looks() {
    return looks.get();
  }

  /** Waits until connections have looked this often. */
  void awaitLooks(int count) {
    eventually(looks::get, seen -> seen >= count);
  }
}
