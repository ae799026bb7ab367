package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;

/**
 * What somebody asked for.
 *
 * @param id 24 hexadecimal digits
 * @param userId the requester
 * @param orgId the organization that owns it, the one of its pipeline
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

  /** The same request with the status that counts. */
  ServiceRequest as(ExecutionState run) {
    return new ServiceRequest(
        id,
        userId,
        orgId,
        pipelineId,
        pipelineName,
        pipelineVersion,
        run.status(),
        createdOn,
        lastUpdated.isAfter(run.updatedAt()) ? lastUpdated : run.updatedAt(),
        remarks,
        formData);
  }
}
