package io.flowforge.request;

import io.flowforge.request.state.StepStatus;
import io.flowforge.request.waiting.WaitReason;
import java.time.Instant;
import java.util.Optional;

/**
 * The current state of a step of a request.
 *
 * @param updatedBy the id of the user who changed it last, empty for the system and an operator
 * @param isRejected whether an admin rejected it
 * @param isSkipped whether it was not executed, because its condition was false
 * @param nextStepName empty for the last step
 * @param waitsFor what keeps a step from running that has begun
 */
public record StepState(
    String name,
    StepStatus status,
    Instant updatedAt,
    String updatedBy,
    boolean isRejected,
    boolean isSkipped,
    String nextStepName,
    Optional<WaitReason> waitsFor) {}
