package io.flowforge.request.list;

import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request of a list, without what only its document has.
 *
 * @param updatedAt the time of its latest transition
 * @param pinned the version of the pipeline that a retry has moved it to; null for the one that the
 *     document names
 */
public record ListedRequest(
    String id, RequestStatus status, Instant updatedAt, @Nullable PinnedPipeline pinned) {}
