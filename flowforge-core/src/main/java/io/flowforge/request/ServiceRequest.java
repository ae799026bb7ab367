package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;

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

  /** Returns the request with the status and time of the given state. */
  ServiceRequest as(ExecutionState state) {
    return as(state.status(), state.updatedAt());
  }

  /**
   * Returns the request with a status.
   *
   * @param updatedAt the time of its latest transition
   */
  ServiceRequest as(RequestStatus known, Instant updatedAt) {
    return new ServiceRequest(
        id,
        userId,
        orgId,
        pipelineId,
        pipelineName,
        pipelineVersion,
        known,
        createdOn,
        lastUpdated.isAfter(updatedAt) ? lastUpdated : updatedAt,
        remarks,
        formData);
  }
}
