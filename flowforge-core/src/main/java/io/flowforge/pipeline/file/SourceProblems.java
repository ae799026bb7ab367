package io.flowforge.pipeline.file;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.OneLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems of a file, each with its position. Not thread-safe. */
final class SourceProblems {

  private static final int MAX_KEPT = 500;
  private static final int MAX_LENGTH = 800;

  private final String file;
  private final List<PlacedProblem> kept = new ArrayList<>();
  private int more;

  private record PlacedProblem(Position position, String sentence) {}

  /**
   * @param file the file as messages name it
   */
  SourceProblems(String file) {
    this.file = file;
  }

  /** Adds a problem: what is wrong, and what to do. */
  void add(Position position, String sentence) {
    if (kept.size() == MAX_KEPT) {
      more++;
    } else {
      kept.add(new PlacedProblem(position, Excerpt.of(OneLine.of(sentence), MAX_LENGTH)));
    }
  }

  /** Adds a problem after which the rest of the file cannot be read. */
  InvalidException last(Position position, String sentence) {
    add(position, sentence);
    return exception();
  }

  /**
   * Throws if there is any problem.
   *
   * @throws InvalidException with one detail for each problem, in the order of the file
   */
  void throwIfAny() {
    if (!kept.isEmpty()) {
      throw exception();
    }
  }

  /** Returns the sentence with the file and the position before it. */
  String located(Position position, String sentence) {
    return file + ":" + position + ": " + sentence;
  }

  private InvalidException exception() {
    List<String> details = new ArrayList<>();
    kept.stream()
        .sorted(
            Comparator.comparingInt((PlacedProblem problem) -> problem.position().line())
                .thenComparingInt(problem -> problem.position().column()))
        .forEach(problem -> details.add(located(problem.position(), problem.sentence())));
    if (more > 0) {
      details.add("and %d more problems".formatted(more));
    }
    int count = kept.size() + more;
    return new InvalidException(
        file + " has " + (count == 1 ? "a problem" : count + " problems"), details);
  }
}
