package io.flowforge.server.edge.request;

import io.helidon.http.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the lines of one connection's current request occupy. Each request may use a
 * little; what it needs beyond that comes from a budget of all connections, so that many unfinished
 * heads cannot fill the heap. Used by the connection's thread only.
 */
public final class LineMemory {

  /** Enough for the usual headers and an access token. */
  static final int FREE_BYTES = 8 * 1024;

  private final AtomicLong budget;
  private long used;
  private long taken;

  /**
   * Creates the memory of a connection.
   *
   * @param budget the number of bytes that all connections together may still use
   */
  public LineMemory(AtomicLong budget) {
    this.budget = budget;
  }

  /**
   * Adds to what the request occupies.
   *
   * @throws FramingException if the budget is used up
   */
  void add(int bytes) {
    used += bytes;
    long missing = used - FREE_BYTES - taken;
    if (missing <= 0) {
      return;
    }
    if (budget.addAndGet(-missing) < 0) {
      budget.addAndGet(missing);
      throw FramingException.of(
          Status.SERVICE_UNAVAILABLE_503,
          "the server is receiving too many large headers; retry in a second");
    }
    taken += missing;
  }

  /** Gives everything back. */
  public void release() {
    budget.addAndGet(taken);
    used = 0;
    taken = 0;
  }
}
