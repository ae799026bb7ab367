package io.flowforge.request.state;

import java.time.Instant;

/**
 * A step change that took place.
 *
 * @param createdBy the user id of who caused it, empty for the system
 */
public record StepEvent(StepChange change, String createdBy, Instant createdAt) {}
