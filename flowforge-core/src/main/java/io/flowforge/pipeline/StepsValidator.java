package io.flowforge.pipeline;

import static io.flowforge.pipeline.PipelineValidator.missing;
import static io.flowforge.pipeline.PipelineValidator.orEmpty;
import static io.flowforge.pipeline.PipelineValidator.required;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.pipeline.PipelineDraft.StepDraft;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.pipeline.policy.StepPolicyReader;
import io.flowforge.pipeline.problem.PipelineProblems;
import io.flowforge.pipeline.problem.StepAddress;
import io.flowforge.pipeline.problem.StepCycles;
import io.flowforge.pipeline.reference.StepFlow;
import io.flowforge.pipeline.reference.StepFlowReader;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.TextLimit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The validation of the steps of a draft and of the links between them. Not thread-safe. */
final class StepsValidator {

  private final StepTypes stepTypes;
  private final Optional<MaxStepTime> maxTime;
  private final PipelineProblems problems;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Set<StepCycles.Cycle> cyclesReported = new HashSet<>();
  private final Set<String> ids = new HashSet<>();

  StepsValidator(StepTypes stepTypes, Optional<MaxStepTime> maxTime, PipelineProblems problems) {
    this.stepTypes = stepTypes;
    this.maxTime = maxTime;
    this.problems = problems;
  }

  /** Returns the valid steps by name, in the order of the draft. */
  Map<String, Step> validate(List<@Nullable StepDraft> drafts, String first) {
    Map<String, String> nextOf = new LinkedHashMap<>();
    for (StepDraft draft : drafts) {
      if (draft != null) {
        nextOf.putIfAbsent(orEmpty(draft.stepName()), orEmpty(draft.nextStepName()));
      }
    }
    var cycles = new StepCycles(nextOf, first);
    for (int i = 0; i < drafts.size(); i++) {
      check(i, drafts.get(i), first, cycles);
    }
    if (!drafts.isEmpty() && !first.isBlank() && !nextOf.containsKey(first)) {
      problems.addKnown(
          "first_step_name",
          "first step '" + shown(first) + "' not found",
          "write the step_name of a step");
    }
    if (!problems.hasKnown()) {
      new LinksValidator(steps, problems).validate(first);
    }
    return steps;
  }

  private void check(int index, @Nullable StepDraft draft, String first, StepCycles cycles) {
    String path = "steps[" + index + "].";
    if (draft == null) {
      missing(path + "step_name", "step_name", problems);
      return;
    }
    checkType(path, draft);
    String name = required(draft.stepName(), path + "step_name", "step_name", problems);
    problems.addAll(TextLimit.NAME.problemsOf(path + "step_name", name));
    StepAddress.problemsOf(name).forEach(problem -> problems.add(path + "step_name", problem));
    if (name.isEmpty()) {
      return;
    }
    Step step = step(index, name, draft);
    if (steps.putIfAbsent(name, step) != null) {
      problems.addKnown(
          path + "step_name",
          "duplicate step name found: '" + shown(name) + "'",
          "rename one of them");
      return;
    }
    checkLinks(path, step, first, cycles);
  }

  private void checkType(String path, StepDraft draft) {
    String type = orEmpty(draft.stepType());
    if (stepTypes.find(type).isEmpty()) {
      problems.addKnown(
          path + "step_type",
          "invalid step type for step '%s': '%s'"
              .formatted(shown(orEmpty(draft.stepName())), shown(type)),
          stepTypes.names().isEmpty() ? "" : "use " + String.join(" or ", stepTypes.names()));
    }
  }

  private void checkLinks(String path, Step step, String first, StepCycles cycles) {
    String name = step.stepName();
    if (!step.isTerminalStep() && step.nextStepName().isEmpty()) {
      problems.addKnown(
          path + "next_step_name",
          "non-terminal step '" + shown(name) + "' must define next step",
          "name the next step, or set is_terminal_step to true");
    }
    // Every cycle has a link to an earlier entry of the list, or to the step itself.
    StepCycles.Cycle cycle = cycles.of(name);
    if (cycle != null && steps.containsKey(step.nextStepName()) && cyclesReported.add(cycle)) {
      problems.addKnown(
          path + "next_step_name",
          "circular reference detected between steps '%s' and '%s'"
              .formatted(shown(cycle.entry()), shown(cycle.last())),
          "");
    }
    if (name.equals(first) && !step.prevStepName().isEmpty()) {
      problems.addKnown(
          path + "prev_step_name",
          "first step '" + shown(name) + "' cannot contain prev step",
          "remove prev_step_name");
    }
  }

  private Step step(int index, String name, StepDraft draft) {
    var policy = new StepPolicyReader();
    var step =
        new Step(
            name,
            orEmpty(draft.stepType()),
            orEmpty(draft.nextStepName()),
            orEmpty(draft.prevStepName()),
            draft.parameters() == null ? JsonNodeFactory.instance.objectNode() : draft.parameters(),
            Boolean.TRUE.equals(draft.isTerminalStep()),
            policy.read(draft.timeoutSeconds(), draft.retry(), draft.successCodes()),
            flow(index, name, draft));
    policy.problems().forEach(problem -> problems.addOfStep(index, name, problem));
    maxTime.stream()
        .flatMap(max -> max.problemsOf(step.policy()).stream())
        .forEach(problem -> problems.addOfStep(index, name, problem));
    return step;
  }

  private StepFlow flow(int index, String name, StepDraft draft) {
    var reader = new StepFlowReader();
    StepFlow flow = reader.read(draft.stepId(), draft.outputs(), draft.when());
    reader
        .problems()
        .forEach(
            problem ->
                problems.addAs(
                    "step '%s': %s".formatted(shown(name), problem),
                    "steps[%d].%s".formatted(index, problem)));
    if (!flow.stepId().isEmpty() && !ids.add(flow.stepId())) {
      problems.add(
          "steps[" + index + "].step_id",
          "another step has the step_id '" + flow.stepId() + "', too; change one of them");
    }
    return flow;
  }

  /** Returns a name of legal length unchanged. */
  static String shown(String name) {
    return Excerpt.of(name, 2 * TextLimit.NAME.maxCharacters());
  }
}
