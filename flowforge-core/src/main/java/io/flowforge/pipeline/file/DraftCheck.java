package io.flowforge.pipeline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.pipeline.problem.FieldProblem;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.secret.reference.KnownSecrets;

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
    var allowed = new AllowedValues(types, draft);
    var problems = new ShownProblems(allowed);
    var warnings = new ShownProblems(allowed);
    var consequences = new Consequences();
    ObjectNode typed = draft.deepCopy();
    new DraftShape(
            (path, problem) -> {
              consequences.add(path);
              problems.add(() -> FieldProblem.of(path + ": " + problem.get(), draft));
            },
            (path, problem) ->
                warnings.add(() -> FieldProblem.of(path + ": " + problem.get(), draft)))
        .check(typed);
    PipelineProblems found = validator.problemsOf(read(typed), secrets, consequences::include);
    found.forEachIn(draft, problems::add);
    return new CheckedDraft(
        problems.shown(), problems.count() + found.more(), warnings.shown(), warnings.count());
  }

  private PipelineDraft read(ObjectNode typed) {
    try {
      return mapper.treeToValue(typed, PipelineDraft.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the types were checked before", e);
    }
  }
}
