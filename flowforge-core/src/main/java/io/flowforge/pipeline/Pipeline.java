package io.flowforge.pipeline;

import io.flowforge.pipeline.form.Form;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain of steps with a form. Pipelines that were created by older servers may violate the rules
 * of {@link PipelineValidator}.
 *
 * @param id 24 hexadecimal digits
 * @param userId the user who created it
 * @param orgId the organization that owns it
 */
public record Pipeline(
    String id,
    String userId,
    int orgId,
    String pipelineName,
    String pipelineDescription,
    int version,
    @Nullable String prevVersionId,
    String firstStepName,
    List<Step> steps,
    Instant createdOn,
    Form form) {

  public Pipeline {
    steps = List.copyOf(steps);
  }

  /** Returns a copy whose steps show no literal secrets. */
  public Pipeline masked(ParameterMask mask) {
    return new Pipeline(
        id,
        userId,
        orgId,
        pipelineName,
        pipelineDescription,
        version,
        prevVersionId,
        firstStepName,
        steps.stream().map(step -> step.masked(mask)).toList(),
        createdOn,
        form);
  }

  public Optional<Step> step(String name) {
    return steps.stream().filter(step -> step.stepName().equals(name)).findFirst();
  }

  /** Returns the step that follows, or empty if the step is the last one. */
  public Optional<Step> stepAfter(Step step) {
    List<Step> order = stepsInOrder();
    int next = order.indexOf(step) + 1;
    return next > 0 && next < order.size() ? Optional.of(order.get(next)) : Optional.empty();
  }

  /** Returns the steps in the order in which they are executed. */
  public List<Step> stepsInOrder() {
    Map<String, Step> byName = new HashMap<>();
    steps.forEach(step -> byName.putIfAbsent(step.stepName(), step));
    Map<String, Step> order = new LinkedHashMap<>();
    String name = firstStepName;
    Step step = byName.get(name);
    // Older servers accepted some cycles: stop at the first step that repeats.
    while (step != null && order.putIfAbsent(name, step) == null) {
      name = step.isTerminalStep() ? "" : step.nextStepName();
      step = name.isEmpty() ? null : byName.get(name);
    }
    return List.copyOf(order.values());
  }
}
