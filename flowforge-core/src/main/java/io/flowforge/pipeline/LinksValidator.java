package io.flowforge.pipeline;

import static io.flowforge.pipeline.StepsValidator.shown;

import io.flowforge.pipeline.problem.PipelineProblems;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The validation of the links between steps whose names are valid. */
final class LinksValidator {

  private final Map<String, Step> steps;
  private final PipelineProblems problems;

  LinksValidator(Map<String, Step> steps, PipelineProblems problems) {
    this.steps = steps;
    this.problems = problems;
  }

  void validate(String first) {
    int index = 0;
    for (Step step : steps.values()) {
      check("steps[" + index++ + "].", step);
    }
    if (!problems.hasKnown()) {
      checkWalk(first);
    }
  }

  private void check(String path, Step step) {
    String prev = step.prevStepName();
    if (!prev.isEmpty()) {
      Step before = steps.get(prev);
      if (before == null) {
        addUnknown(path, prev, "prev_step_name");
      } else if (!before.nextStepName().equals(step.stepName())) {
        problems.addKnown(
            path + "prev_step_name",
            ("step '%s' references step '%s' as next step, but step '%s' references step '%s' as"
                    + " previous step")
                .formatted(
                    shown(prev), shown(before.nextStepName()), shown(step.stepName()), shown(prev)),
            "");
      }
    }
    String next = step.nextStepName();
    if (!next.isEmpty() && !steps.containsKey(next)) {
      addUnknown(path, next, "next_step_name");
    }
  }

  /** Checks that the chain reaches every step and ends at a terminal one. */
  private void checkWalk(String first) {
    Set<String> reached = new HashSet<>();
    Step step = steps.get(first);
    while (step != null && reached.add(step.stepName())) {
      step = steps.get(step.nextStepName());
    }
    int index = 0;
    for (Step other : steps.values()) {
      String path = "steps[" + index++ + "]";
      String name = shown(other.stepName());
      if (other.isTerminalStep() && !other.nextStepName().isEmpty()) {
        problems.addKnown(
            path + ".next_step_name",
            "terminal step '" + name + "' must not define next step",
            "remove it, or set is_terminal_step to false");
      }
      if (!reached.contains(other.stepName())) {
        problems.addKnown(
            path,
            "step '%s' cannot be reached from first step '%s'".formatted(name, shown(first)),
            "link it, or remove it");
      }
    }
  }

  private void addUnknown(String path, String name, String field) {
    problems.addKnown(
        path + field,
        "no step name '%s' found for field '%s'".formatted(shown(name), field),
        "write the step_name of a step");
  }
}
