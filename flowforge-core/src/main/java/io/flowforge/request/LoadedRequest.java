package io.flowforge.request;

import io.flowforge.error.FlowforgeException;
import io.flowforge.pipeline.Pipeline;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request as a caller is allowed to use it.
 *
 * @param pipeline empty when somebody deleted it from MongoDB, or wrote it so that it is unreadable
 */
record LoadedRequest(ServiceRequestStore.Stored stored, Optional<Pipeline> pipeline) {

  ServiceRequest request() {
    return stored.request();
  }

  /**
   * Returns the pipeline of the request.
   *
   * @param problem the kind of problem that a missing pipeline is for the caller
   */
  Pipeline pipelineOr(Function<String, ? extends FlowforgeException> problem) {
    return pipeline.orElseThrow(
        () ->
            problem.apply(
                "pipeline %s of service request %s no longer exists or cannot be read"
                    .formatted(request().pipelineId(), request().id())));
  }
}
