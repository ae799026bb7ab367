package io.flowforge.request.state;

import java.time.Instant;

/**
 * What never changes about a request, as lists need it.
 *
 * @param userId the id of the requester
 * @param createdOn the time of the submission
 */
public record RequestOrigin(String userId, String pipelineId, Instant createdOn) {}
