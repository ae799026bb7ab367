package io.flowforge.server.api;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of something that anybody may ask for: it is computed by one caller at a time, and at
 * most once in a period, however many ask. Thread-safe.
 */
final class SharedResult<T> implements Supplier<T> {

  private final Supplier<T> source;
  private final Duration period;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T result;
  private long begun;

  /**
   * Creates a result that is not computed yet.
   *
   * @param source must not throw
   * @param period the maximum age of the result
   */
  SharedResult(Supplier<T> source, Duration period) {
    this.source = source;
    this.period = period;
  }

  /** Returns a result that is at most as old as the period, or was begun after this call. */
  @Override
  public T get() {
    long asked = System.nanoTime();
    lock.lock();
    try {
      T known = result;
      if (known != null && asked - begun < period.toNanos()) {
        return known;
      }
      begun = System.nanoTime();
      T computed = source.get();
      result = computed;
      return computed;
    } finally {
      lock.unlock();
    }
  }
}
