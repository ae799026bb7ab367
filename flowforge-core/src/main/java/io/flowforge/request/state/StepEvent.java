package io.flowforge.request.state;

import java.time.Instant;

/**
 * A recorded change of a step.
 *
 * @param createdBy the id of the user who caused it, empty for the system
 */
public record StepEvent(StepChange change, String createdBy, Instant createdAt) {}
