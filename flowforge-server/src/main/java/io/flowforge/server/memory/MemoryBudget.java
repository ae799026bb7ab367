package io.flowforge.server.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A number of bytes that calls reserve before they use them. One caller gets at most half of it, so
 * that others can work. Thread-safe.
 */
public final class MemoryBudget {

  private final long total;
  private final Duration patience;
  private final Map<String, Long> heldByCaller = new HashMap<>();
  private long free;

  /**
   * Creates a budget.
   *
   * @param patience how long a reservation waits for others to end
   */
  public MemoryBudget(long total, Duration patience) {
    this.total = total;
    this.patience = patience;
    free = total;
  }

  /**
   * Reserves memory. A reservation that is larger than the budget waits until it has all of it, so
   * that a call which is allowed always fits.
   *
   * @return empty if the memory did not become free in time
   */
  public Optional<Reservation> reserve(String caller, long bytes) throws InterruptedException {
    var reservation = new Reservation(this, caller);
    return reservation.grow(bytes) ? Optional.of(reservation) : Optional.empty();
  }

  /** Takes bytes for a caller who holds others already; returns how many, -1 if none are free. */
  synchronized long take(String caller, long held, long wanted) throws InterruptedException {
    long bytes = Math.min(wanted, total - held);
    long end = System.nanoTime() + patience.toNanos();
    while (!isFree(caller, held, bytes)) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return -1;
      }
      wait(millis);
    }
    if (bytes > 0) {
      free -= bytes;
      heldByCaller.merge(caller, bytes, Long::sum);
    }
    return bytes;
  }

  synchronized void release(String caller, long bytes) {
    free += bytes;
    heldByCaller.computeIfPresent(caller, (_, held) -> held == bytes ? null : held - bytes);
    notifyAll();
  }

  private boolean isFree(String caller, long held, long bytes) {
    long heldByOtherCalls = heldByCaller.getOrDefault(caller, 0L) - held;
    return bytes <= free && (heldByOtherCalls == 0 || heldByOtherCalls + held + bytes <= total / 2);
  }
}
