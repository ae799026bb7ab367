package io.flowforge.request;

import io.flowforge.pipeline.Pipeline;
import java.util.List;

/**
 * A request with its pipeline and steps.
 *
 * @param steps every step of the pipeline, in the order in which they run
 */
public record RequestDetails(ServiceRequest request, Pipeline pipeline, List<StepState> steps) {

  public RequestDetails {
    steps = List.copyOf(steps);
  }
}
