package io.flowforge.server.memory;

/** Memory that one call has reserved. For use by the thread of the call. */
public final class Reservation implements AutoCloseable {

  private final MemoryBudget budget;
  private final String caller;
  private long held;

  Reservation(MemoryBudget budget, String caller) {
    this.budget = budget;
    this.caller = caller;
  }

  /**
   * Reserves more.
   *
   * @return false if the memory did not become free in time
   */
  public boolean grow(long bytes) throws InterruptedException {
    long taken = budget.take(caller, held, bytes);
    held += Math.max(taken, 0);
    return taken >= 0;
  }

  /** Releases everything; may be called twice. */
  @Override
  public void close() {
    if (held > 0) {
      budget.release(caller, held);
      held = 0;
    }
  }
}
