package io.flowforge.live.event;

import io.flowforge.request.state.RequestStatus;
import java.time.Instant;

/**
 * A request that has changed.
 *
 * @param seq the number of its latest transition
 * @param pipelineName empty if the pipeline is gone
 * @param userId the requester
 * @param run the number of its latest run
 * @param at the time of its latest transition
 */
public record ChangedRequest(
    String requestId,
    int orgId,
    long seq,
    RequestStatus status,
    String pipelineName,
    String userId,
    int run,
    Instant at) {}
