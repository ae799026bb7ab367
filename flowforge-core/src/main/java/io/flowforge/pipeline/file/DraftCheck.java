package io.flowforge.pipeline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.pipeline.problem.DraftProblem;
import io.flowforge.pipeline.problem.FieldProblem;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.secret.reference.KnownSecrets;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of a draft that nobody creates yet: every problem of its types and of its content, in
 * parts that a program can show. Thread-safe.
 */
public final class DraftCheck {

  /** The number of problems, and of warnings, that are shown. */
  public static final int MAX_SHOWN = 20;

  private final PipelineValidator validator;
  private final StepTypes types;
  private final ObjectMapper mapper;

  public DraftCheck(PipelineValidator validator, StepTypes types, ObjectMapper mapper) {
    this.validator = validator;
    this.types = types;
    this.mapper = mapper;
  }

  /**
   * Checks a draft as if it were created in an organization with these secrets.
   *
   * @param draft the body of {@code POST /api/pipeline}; remains unchanged
   */
  public CheckedDraft check(ObjectNode draft, KnownSecrets secrets) {
    List<FieldProblem> problems = new ArrayList<>();
    List<FieldProblem> warnings = new ArrayList<>();
    List<String> mistyped = new ArrayList<>();
    ObjectNode typed = draft.deepCopy();
    new DraftShape(
            (path, problem) -> {
              mistyped.add(path);
              problems.add(FieldProblem.of(path + ": " + problem, draft));
            },
            (path, problem) -> warnings.add(FieldProblem.of(path + ": " + problem, draft)))
        .check(typed);
    PipelineProblems found = validator.problemsOf(read(typed), secrets);
    var consequences = new Consequences(mistyped);
    found.placedIn(draft).stream()
        .filter(problem -> !consequences.include(problem.sentence()))
        .forEach(problems::add);
    var allowed = new AllowedValues(types, draft);
    return new CheckedDraft(
        first(problems, allowed),
        problems.size() + found.more(),
        first(warnings, allowed),
        warnings.size());
  }

  private static List<DraftProblem> first(List<FieldProblem> problems, AllowedValues allowed) {
    return problems.stream()
        .limit(MAX_SHOWN)
        .map(
            problem ->
                new DraftProblem(
                    problem.path().pointer(),
                    problem.message(),
                    problem.cure(),
                    allowed.at(problem.path().keys())))
        .toList();
  }

  private PipelineDraft read(ObjectNode typed) {
    try {
      return mapper.treeToValue(typed, PipelineDraft.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the types were checked before", e);
    }
  }
}
