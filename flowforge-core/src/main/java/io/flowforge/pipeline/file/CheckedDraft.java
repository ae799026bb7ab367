package io.flowforge.pipeline.file;

import io.flowforge.pipeline.problem.DraftProblem;
import java.util.List;

/**
 * What was found in a draft.
 *
 * @param problems the first ones, those first whose messages existing clients know
 * @param problemCount the number of all problems; 0 if the draft is valid
 * @param warnings the first fields that have no effect
 * @param warningCount the number of all warnings
 */
public record CheckedDraft(
    List<DraftProblem> problems, int problemCount, List<DraftProblem> warnings, int warningCount) {

  public CheckedDraft {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  public boolean isValid() {
    return problemCount == 0;
  }
}
