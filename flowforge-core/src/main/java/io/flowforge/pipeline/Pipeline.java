package io.flowforge.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain of steps with the form that starts it. Valid by the rules of {@link PipelineValidator},
 * as far as it was made by this Flowforge.
 *
 * @param id 24 hexadecimal digits
 * @param userId who made it
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

  public Optional<Step> step(String name) {
    return steps.stream().filter(step -> step.stepName().equals(name)).findFirst();
  }

  /** The step after that one, empty when it is the last. */
  public Optional<Step> stepAfter(Step step) {
    List<Step> order = stepsInOrder();
    int next = order.indexOf(step) + 1;
    return next > 0 && next < order.size() ? Optional.of(order.get(next)) : Optional.empty();
  }

  private Optional<Step> namedAfter(Step step) {
    return step.isTerminalStep() || step.nextStepName().isEmpty()
        ? Optional.empty()
        : step(step.nextStepName());
  }

  /** The steps in the order in which they run. */
  public List<Step> stepsInOrder() {
    List<Step> order = new ArrayList<>();
    Optional<Step> next = step(firstStepName);
    // Pipelines of older servers, which let some cycles pass, end where they would begin again.
    while (next.isPresent() && !order.contains(next.get())) {
      order.add(next.get());
      next = namedAfter(next.get());
    }
    return order;
  }
}
