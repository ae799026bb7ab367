package io.flowforge.request.list;

import io.flowforge.request.state.RequestStatus;
import java.time.Instant;

/**
 * A request of a list, without what only its document has.
 *
 * @param updatedAt the time of its latest transition
 */
public record ListedRequest(String id, RequestStatus status, Instant updatedAt) {}
