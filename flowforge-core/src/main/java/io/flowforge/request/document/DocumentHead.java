package io.flowforge.request.document;

import io.flowforge.request.state.RequestOrigin;
import java.time.Instant;

/** A request as its document has it, without its contents. */
public record DocumentHead(
    String id, int orgId, DocumentStatus status, RequestOrigin origin, Instant lastUpdated) {}
