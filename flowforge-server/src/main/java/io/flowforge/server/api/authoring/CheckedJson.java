package io.flowforge.server.api.authoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowforge.pipeline.file.CheckedDraft;
import io.flowforge.pipeline.problem.DraftProblem;
import java.util.List;

/** What was found in a draft, in a response. */
record CheckedJson(
    boolean valid,
    int problemCount,
    List<ProblemJson> problems,
    int warningCount,
    List<ProblemJson> warnings) {

  record ProblemJson(
      String pointer,
      String message,
      String cure,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> allowedValues) {

    static ProblemJson of(DraftProblem problem) {
      return new ProblemJson(
          problem.pointer(), problem.message(), problem.cure(), problem.allowedValues());
    }
  }

  static CheckedJson of(CheckedDraft checked) {
    return new CheckedJson(
        checked.isValid(),
        checked.problemCount(),
        checked.problems().stream().map(ProblemJson::of).toList(),
        checked.warningCount(),
        checked.warnings().stream().map(ProblemJson::of).toList());
  }
}
