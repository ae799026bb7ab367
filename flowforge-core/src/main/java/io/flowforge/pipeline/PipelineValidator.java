package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.DisplayName;
import io.flowforge.pipeline.PipelineDraft.StepDraft;
import io.flowforge.pipeline.policy.StepPolicyReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The validation of drafts. It reports the first problem, in the order and with the messages that
 * existing clients know.
 */
public final class PipelineValidator {

  private final StepTypes stepTypes;

  public PipelineValidator(StepTypes stepTypes) {
    this.stepTypes = stepTypes;
  }

  /** The parts of a pipeline that come from a draft. */
  public record Definition(
      String pipelineName,
      String pipelineDescription,
      String firstStepName,
      List<Step> steps,
      Form form) {}

  /**
   * Validates the draft.
   *
   * @throws InvalidException with the first problem
   */
  public Definition validate(PipelineDraft draft) {
    String name = required(draft.pipelineName(), "pipeline_name");
    if (draft.steps() == null) {
      throw missing("steps");
    }
    if (draft.steps().isEmpty()) {
      throw new InvalidException("pipeline must have at least one step");
    }
    String first = required(draft.firstStepName(), "first_step_name");
    Map<String, List<String>> policyProblems = new LinkedHashMap<>();
    Map<String, Step> steps = steps(draft.steps(), first, policyProblems);
    if (!steps.containsKey(first)) {
      throw new InvalidException("first step '" + first + "' not found");
    }
    checkReferences(steps);
    checkWalk(steps, first);
    Form form = FormValidator.validate(draft.form());
    // Late, so that the problems that existing clients know are reported first.
    policyProblems.forEach(PipelineValidator::rejectIfAny);
    checkParameters(steps, form);
    return new Definition(
        name, orEmpty(draft.pipelineDescription()), first, List.copyOf(steps.values()), form);
  }

  private Map<String, Step> steps(
      List<@Nullable StepDraft> drafts, String first, Map<String, List<String>> policyProblems) {
    Map<String, Step> steps = new LinkedHashMap<>();
    Map<String, String> nextOf = new LinkedHashMap<>();
    for (StepDraft draft : drafts) {
      if (draft != null) {
        nextOf.putIfAbsent(orEmpty(draft.stepName()), orEmpty(draft.nextStepName()));
      }
    }
    var cycles = new StepCycles(nextOf, first);
    for (StepDraft draft : drafts) {
      Step step = step(draft, policyProblems);
      String name = step.stepName();
      if (steps.containsKey(name)) {
        throw new InvalidException("duplicate step name found: '" + name + "'");
      }
      steps.put(name, step);
      if (!step.isTerminalStep() && step.nextStepName().isEmpty()) {
        throw new InvalidException("non-terminal step '" + name + "' must define next step");
      }
      // Every cycle has a link to an earlier entry of the list, or to the step itself.
      StepCycles.Cycle cycle = cycles.of(name);
      if (cycle != null && steps.containsKey(step.nextStepName())) {
        throw new InvalidException(
            "circular reference detected between steps '%s' and '%s'"
                .formatted(cycle.entry(), cycle.last()));
      }
      if (name.equals(first) && !step.prevStepName().isEmpty()) {
        throw new InvalidException("first step '" + name + "' cannot contain prev step");
      }
    }
    return steps;
  }

  private Step step(@Nullable StepDraft draft, Map<String, List<String>> policyProblems) {
    if (draft == null) {
      throw missing("step_name");
    }
    String type = orEmpty(draft.stepType());
    if (stepTypes.find(type).isEmpty()) {
      throw new InvalidException(
          "invalid step type for step '%s': '%s'".formatted(orEmpty(draft.stepName()), type));
    }
    String name = required(draft.stepName(), "step_name");
    DisplayName.refuseControls("step_name", name);
    ObjectNode parameters = draft.parameters();
    var policy = new StepPolicyReader();
    var step =
        new Step(
            name,
            type,
            orEmpty(draft.nextStepName()),
            orEmpty(draft.prevStepName()),
            parameters == null ? JsonNodeFactory.instance.objectNode() : parameters,
            Boolean.TRUE.equals(draft.isTerminalStep()),
            policy.read(draft.timeoutSeconds(), draft.retry(), draft.successCodes()));
    policyProblems.put(name, policy.problems());
    return step;
  }

  private static void rejectIfAny(String step, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidException("step '%s': %s".formatted(step, problems.getFirst()), problems);
    }
  }

  private static void checkReferences(Map<String, Step> steps) {
    for (Step step : steps.values()) {
      String prev = step.prevStepName();
      if (!prev.isEmpty()) {
        Step before = steps.get(prev);
        if (before == null) {
          throw unknownStep(prev, "prev_step_name");
        }
        if (!before.nextStepName().equals(step.stepName())) {
          throw new InvalidException(
              ("step '%s' references step '%s' as next step, but step '%s' references step '%s' as"
                      + " previous step")
                  .formatted(prev, before.nextStepName(), step.stepName(), prev));
        }
      }
      String next = step.nextStepName();
      if (!next.isEmpty() && !steps.containsKey(next)) {
        throw unknownStep(next, "next_step_name");
      }
    }
  }

  /** Checks that the chain reaches every step and ends at a terminal one. */
  private static void checkWalk(Map<String, Step> steps, String first) {
    Set<String> reached = new HashSet<>();
    String at = first;
    while (!at.isEmpty() && reached.add(at)) {
      Step step = steps.get(at);
      if (step == null) {
        throw unknownStep(at, "next_step_name");
      }
      if (step.isTerminalStep() && !step.nextStepName().isEmpty()) {
        throw new InvalidException("terminal step '" + at + "' must not define next step");
      }
      at = step.nextStepName();
    }
    for (String name : steps.keySet()) {
      if (!reached.contains(name)) {
        throw new InvalidException(
            "step '%s' cannot be reached from first step '%s'".formatted(name, first));
      }
    }
  }

  private void checkParameters(Map<String, Step> steps, Form form) {
    Set<String> fields = new HashSet<>();
    form.fields().forEach(field -> fields.add(field.name()));
    for (Step step : steps.values()) {
      for (String name : Placeholders.namesIn(step.parameters())) {
        if (!fields.contains(name)) {
          throw new InvalidException(
              "step '%s' uses placeholder '${%s}', but the form has no field '%s'"
                  .formatted(step.stepName(), name, name));
        }
      }
      stepTypes
          .find(step.stepType())
          .ifPresent(type -> rejectIfAny(step.stepName(), type.problemsOf(step)));
    }
  }

  private static InvalidException unknownStep(String name, String field) {
    return new InvalidException("no step name '%s' found for field '%s'".formatted(name, field));
  }

  static String required(@Nullable String value, String field) {
    if (value == null || value.isBlank()) {
      throw missing(field);
    }
    return value;
  }

  static InvalidException missing(String field) {
    return new InvalidException("missing required field: '" + field + "'");
  }

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
