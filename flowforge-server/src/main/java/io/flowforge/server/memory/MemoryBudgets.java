package io.flowforge.server.memory;

import java.time.Duration;

/**
 * The budgets of a server. There are two, because a body can arrive slowly: calls that are being
 * received must not take the memory of those that are being served, which end by themselves.
 *
 * @param receiving for bodies while they arrive
 * @param serving for everything that a call needs after that
 */
public record MemoryBudgets(MemoryBudget receiving, MemoryBudget serving) {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Returns budgets of an eighth and a quarter of a heap of this maximum size. */
  public static MemoryBudgets ofHeap(long maxBytes) {
    return new MemoryBudgets(
        new MemoryBudget(maxBytes / 8, PATIENCE), new MemoryBudget(maxBytes / 4, PATIENCE));
  }
}
