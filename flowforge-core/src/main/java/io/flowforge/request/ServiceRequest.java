package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service request: a filled-in form of a pipeline, and its status.
 *
 * @param id 24 hexadecimal digits
 * @param userId the id of the requester
 * @param orgId the organization that owns the request and its pipeline
 */
public record ServiceRequest(
    String id,
    String userId,
    int orgId,
    String pipelineId,
    String pipelineName,
    int pipelineVersion,
    RequestStatus status,
    Instant createdOn,
    Instant lastUpdated,
    String remarks,
    ObjectNode formData) {

  /**
   * Returns a request that has been submitted and not started.
   *
   * @param requester the id of the user who submitted it
   */
  public static ServiceRequest submitted(
      String id,
      String requester,
      Pipeline pipeline,
      Instant createdOn,
      String remarks,
      ObjectNode formData) {
    return new ServiceRequest(
        id,
        requester,
        pipeline.orgId(),
        pipeline.id(),
        pipeline.pipelineName(),
        pipeline.version(),
        RequestStatus.NOT_STARTED,
        createdOn,
        createdOn,
        remarks,
        formData);
  }

  /** Returns the request with the status, time and version of the pipeline of the given state. */
  ServiceRequest as(ExecutionState state) {
    return as(state.status(), state.updatedAt(), state.pinned());
  }

  /** Returns the request with other form data. */
  ServiceRequest with(ObjectNode checked) {
    return new ServiceRequest(
        id,
        userId,
        orgId,
        pipelineId,
        pipelineName,
        pipelineVersion,
        status,
        createdOn,
        lastUpdated,
        remarks,
        checked);
  }

  /** Returns the pipeline that the request runs on. */
  public String pipelineIdIn(ExecutionState state) {
    PinnedPipeline pinned = state.pinned();
    return pinned == null ? pipelineId : pinned.id();
  }

  /**
   * Returns the request with a status.
   *
   * @param updatedAt the time of its latest transition
   * @param pinned the version of the pipeline that a retry has moved it to, if one has
   */
  ServiceRequest as(RequestStatus known, Instant updatedAt, @Nullable PinnedPipeline pinned) {
    return new ServiceRequest(
        id,
        userId,
        orgId,
        pinned == null ? pipelineId : pinned.id(),
        pinned == null ? pipelineName : pinned.name(),
        pinned == null ? pipelineVersion : pinned.version(),
        known,
        createdOn,
        lastUpdated.isAfter(updatedAt) ? lastUpdated : updatedAt,
        remarks,
        formData);
  }
}
