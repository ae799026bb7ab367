package io.flowforge.pipeline.problem;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The problems of one input, in order. However many there are, it keeps a bounded number of bounded
 * sentences and counts the rest. Not thread-safe.
 */
public final class FoundProblems {

  private static final int MAX_KEPT = 1_000;

  /** The maximum length of a problem, in characters. */
  private static final int MAX_LENGTH = 500;

  private final List<String> kept = new ArrayList<>();
  private int more;

  /**
   * Adds a problem.
   *
   * @param problem creates the sentence, if it is kept
   */
  public void add(Supplier<String> problem) {
    if (kept.size() == MAX_KEPT) {
      more++;
    } else {
      kept.add(Excerpt.of(problem.get(), MAX_LENGTH));
    }
  }

  /**
   * Throws if there is any problem.
   *
   * @param prefix the beginning of the message, which the first problem completes
   * @throws InvalidException with the problems in its details
   */
  public void throwIfAny(String prefix) {
    if (kept.isEmpty()) {
      return;
    }
    List<String> details = new ArrayList<>(kept);
    if (more > 0) {
      details.add("and %d more problems".formatted(more));
    }
    throw new InvalidException(prefix + kept.getFirst(), details);
  }
}
