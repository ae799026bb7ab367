package io.flowforge.request;

import io.flowforge.error.FlowforgeException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.state.ExecutionState;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request as a caller is allowed to use it.
 *
 * @param pipeline empty when somebody deleted it from MongoDB, or wrote it so that it is unreadable
 */
public record LoadedRequest(ServiceRequestStore.Stored stored, Optional<Pipeline> pipeline) {

  /** Returns the request with the pipeline that it runs on, which its document may say later. */
  LoadedRequest in(ExecutionState state, Function<String, Optional<Pipeline>> pipelines) {
    String id = request().pipelineIdIn(state);
    if (id.equals(request().pipelineId())) {
      return this;
    }
    return new LoadedRequest(
        new ServiceRequestStore.Stored(request().as(state), stored.status()), pipelines.apply(id));
  }

  public ServiceRequest request() {
    return stored.request();
  }

  /**
   * Returns the pipeline of the request.
   *
   * @param problem the kind of problem that a missing pipeline is for the caller
   */
  public Pipeline pipelineOr(Function<String, ? extends FlowforgeException> problem) {
    return pipeline.orElseThrow(
        () ->
            problem.apply(
                "pipeline %s of service request %s no longer exists or cannot be read"
                    .formatted(request().pipelineId(), request().id())));
  }
}
