package io.flowforge.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all viewers together may hold in events that they have not read. The cost of an
 * event is an estimate, and pages that are being read come on top. Thread-safe.
 */
final class BufferBudget {

  private final long total;
  private final AtomicLong held = new AtomicLong();

  /**
   * Creates a budget.
   *
   * @param total in bytes
   */
  BufferBudget(long total) {
    this.total = total;
  }

  /** Takes bytes, unless too few are left. */
  boolean isTaken(long bytes) {
    if (held.addAndGet(bytes) <= total) {
      return true;
    }
    release(bytes);
    return false;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Returns how many bytes are taken. */
  long held() {
    return held.get();
  }
}
