package io.flowforge.request.key;

import java.time.Instant;

/**
 * A key that has been used.
 *
 * @param requestId the request that was submitted with it
 * @param pipelineId the version of the pipeline on which the request runs
 * @param createdOn when the request was submitted
 */
public record KeptKey(String fingerprint, String requestId, String pipelineId, Instant createdOn) {}
