package io.flowforge.pipeline.file;

import io.flowforge.pipeline.problem.DraftProblem;
import io.flowforge.pipeline.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The first problems of a draft, and the number of all. Not thread-safe. */
final class ShownProblems {

  private final AllowedValues allowed;
  private final List<DraftProblem> shown = new ArrayList<>();
  private int count;

  ShownProblems(AllowedValues allowed) {
    this.allowed = allowed;
  }

  /**
   * Adds a problem.
   *
   * @param problem finds its place and its cure, which takes a while, if it is shown
   */
  void add(Supplier<FieldProblem> problem) {
    if (count < DraftCheck.MAX_SHOWN) {
      shown.add(inParts(problem.get()));
    }
    count++;
  }

  List<DraftProblem> shown() {
    return shown;
  }

  int count() {
    return count;
  }

  private DraftProblem inParts(FieldProblem problem) {
    return new DraftProblem(
        problem.path().pointer(),
        problem.message(),
        problem.cure(),
        allowed.at(problem.path().keys()));
  }
}
