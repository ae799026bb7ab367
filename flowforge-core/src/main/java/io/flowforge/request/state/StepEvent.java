package io.flowforge.request.state;

import java.time.Instant;

/**
 * A recorded change of a step.
 *
 * @param createdBy the id of the user who caused it, empty for the system and an operator
 * @param isRejection whether an admin rejected the step, which ended it as Failed
 * @param isSkipped whether the step was not executed, because its condition was false
 * @param run the number of the run in which it happened
 */
public record StepEvent(
    StepChange change,
    String createdBy,
    Instant createdAt,
    boolean isRejection,
    boolean isSkipped,
    int run) {}
