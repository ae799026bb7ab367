package io.flowforge.step;

import io.flowforge.pipeline.Step;
import java.time.Duration;

/**
 * What a step type gets to know of the step it executes.
 *
 * @param values the form data, for the placeholders in the step's parameters
 * @param idempotencyKey the same whenever this step of this request is executed, and no other's
 * @param attempt which attempt this is, from 1; a crash does not count
 * @param timeout after this long the attempt is interrupted, and counts as failed
 * @param log what requesters and admins read
 */
public record StepContext(
    Step step,
    PlaceholderValues values,
    String idempotencyKey,
    int attempt,
    Duration timeout,
    StepLog log) {}
