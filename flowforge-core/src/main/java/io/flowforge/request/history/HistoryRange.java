package io.flowforge.request.history;

import io.flowforge.error.InvalidException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a history: its latest transitions, those before one, or those after one.
 *
 * @param before the number of the transition before which the part ends; null for no end
 * @param after the number of the transition after which it begins; null for no beginning
 * @param size the maximum number of transitions
 */
public record HistoryRange(@Nullable Integer before, @Nullable Integer after, int size) {

  public static final int DEFAULT_SIZE = 100;
  public static final int MAX_SIZE = 200;

  public HistoryRange {
    if (before != null && after != null) {
      throw new InvalidException("before and after cannot be combined; use one of them");
    }
    if (size < 1) {
      throw new InvalidException("page_size must be 1 or more");
    }
    size = Math.min(size, MAX_SIZE);
  }

  /** Returns whether the part begins where it is asked to, rather than ends there. */
  boolean isForward() {
    return after != null;
  }
}
