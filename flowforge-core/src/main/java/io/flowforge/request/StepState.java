package io.flowforge.request;

import io.flowforge.request.state.StepStatus;
import java.time.Instant;

/**
 * The current state of a step of a request.
 *
 * @param updatedBy the id of the user who changed it last, empty for the system
 * @param nextStepName empty for the last step
 */
public record StepState(
    String name, StepStatus status, Instant updatedAt, String updatedBy, String nextStepName) {}
