package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.PipelineDraft.StepDraft;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.text.TextLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The validation of drafts. It reports all problems in one pass; the first is the one that existing
 * clients expect, with the message that they know.
 */
public final class PipelineValidator {

  private final StepTypes stepTypes;
  private final Optional<MaxStepTime> maxStepTime;

  /** Creates a validator for servers that let a step take any time. */
  public PipelineValidator(StepTypes stepTypes) {
    this(stepTypes, Optional.empty());
  }

  /**
   * Creates a validator.
   *
   * @param maxStepTime the operator's maximum for the time of a step
   */
  public PipelineValidator(StepTypes stepTypes, Optional<MaxStepTime> maxStepTime) {
    this.stepTypes = stepTypes;
    this.maxStepTime = maxStepTime;
  }

  /** The parts of a pipeline that come from a draft. */
  public record Definition(
      String pipelineName,
      String pipelineDescription,
      String firstStepName,
      List<Step> steps,
      Form form) {}

  /**
   * Validates the draft of an organization that has these secrets.
   *
   * @throws InvalidException with all problems in its details
   */
  public Definition validate(PipelineDraft draft, KnownSecrets secrets) {
    return validate(draft, secrets, null);
  }

  /**
   * Validates a draft that other servers may run, in an organization that need not exist yet. What
   * only this server's settings rule out is a warning, and every secret may exist.
   *
   * @throws InvalidException with all problems in its details
   */
  public Definition validateForAnyServer(PipelineDraft draft, Consumer<String> warnings) {
    return validate(draft, KnownSecrets.ANY, warnings);
  }

  private Definition validate(
      PipelineDraft draft, KnownSecrets secrets, @Nullable Consumer<String> warnings) {
    var problems = new PipelineProblems();
    Definition definition = definition(draft, secrets, warnings, problems);
    problems.throwIfAny();
    sizeProblem(definition)
        .ifPresent(
            problem -> {
              throw new InvalidException(problem);
            });
    return definition;
  }

  /**
   * Returns all problems of a draft of an organization that has these secrets.
   *
   * @param ignored tests the detail of a problem that is neither kept nor counted
   * @return empty if the draft is valid
   */
  public PipelineProblems problemsOf(
      PipelineDraft draft, KnownSecrets secrets, Predicate<String> ignored) {
    var problems = new PipelineProblems(ignored);
    Definition definition = definition(draft, secrets, null, problems);
    if (problems.isEmpty()) {
      sizeProblem(definition).ifPresent(problem -> problems.addAll(List.of(problem)));
    }
    return problems;
  }

  private Definition definition(
      PipelineDraft draft,
      KnownSecrets secrets,
      @Nullable Consumer<String> warnings,
      PipelineProblems problems) {
    String name = required(draft.pipelineName(), "pipeline_name", "pipeline_name", problems);
    problems.addAll(TextLimit.NAME.problemsOf("pipeline_name", name));
    String description = orEmpty(draft.pipelineDescription());
    problems.addAll(TextLimit.TEXT.problemsOf("pipeline_description", description));
    List<@Nullable StepDraft> drafts = steps(draft, problems);
    String first = orEmpty(draft.firstStepName());
    if (draft.steps() != null && !draft.steps().isEmpty()) {
      required(first, "first_step_name", "first_step_name", problems);
    }
    Map<String, Step> steps =
        new StepsValidator(stepTypes, maxStepTime, problems).validate(drafts, first);
    var forms = new FormValidator(problems);
    Form form = forms.validate(draft.form());
    new ParametersValidator(stepTypes, problems, secrets, warnings)
        .validate(drafts, steps, first, forms.names(), form);
    return new Definition(name, description, first, List.copyOf(steps.values()), form);
  }

  private static List<@Nullable StepDraft> steps(PipelineDraft draft, PipelineProblems problems) {
    List<@Nullable StepDraft> steps = draft.steps();
    if (steps == null) {
      missing("steps", "steps", problems);
      return List.of();
    }
    if (steps.isEmpty()) {
      problems.addKnown("steps", "pipeline must have at least one step", "");
    }
    if (steps.size() > PipelineLimits.STEPS) {
      problems.add(
          "steps",
          "must have at most %d entries; it has %d; split the pipeline"
              .formatted(PipelineLimits.STEPS, steps.size()));
      return List.of();
    }
    return steps;
  }

  private static Optional<String> sizeProblem(Definition definition) {
    int bytes = PipelineDocument.sizeOf(definition);
    return bytes <= PipelineLimits.BYTES
        ? Optional.empty()
        : Optional.of(
            "the pipeline must have at most %d bytes as stored; it has %d; shorten its texts, or split it"
                .formatted(PipelineLimits.BYTES, bytes));
  }

  /** Returns the value; reports a problem if it is absent or blank. */
  static String required(
      @Nullable String value, String path, String field, PipelineProblems problems) {
    if (value == null || value.isBlank()) {
      missing(path, field, problems);
      return "";
    }
    return value;
  }

  static void missing(String path, String field, PipelineProblems problems) {
    problems.addKnown(path, "missing required field: '" + field + "'", "");
  }

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
