package io.flowforge.request;

import io.flowforge.request.state.StepStatus;
import java.time.Instant;

/**
 * What a step of a request is like now.
 *
 * @param updatedBy the user id of who brought it there, empty for the system
 * @param nextStepName empty on the last step
 */
public record StepState(
    String name, StepStatus status, Instant updatedAt, String updatedBy, String nextStepName) {}
