package io.flowforge.pipeline;

import static java.util.stream.Collectors.toCollection;

import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.secret.reference.SecretName;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /**
   * Returns the names of the secrets that a step refers to. In an older pipeline, a form field that
   * is named like a secret is a field.
   */
  public Set<String> secretsOf(Step step) {
    return SecretName.in(
        Placeholders.namesIn(step.parameters()),
        form.fields().stream().map(FormField::name).toList());
  }

  /** Returns the names of the secrets that any of the steps refers to. */
  public Set<String> secrets() {
    return steps.stream()
        .flatMap(step -> secretsOf(step).stream())
        .collect(toCollection(LinkedHashSet::new));
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
