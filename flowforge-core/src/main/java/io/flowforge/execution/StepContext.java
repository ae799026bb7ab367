package io.flowforge.execution;

import io.flowforge.pipeline.Step;

/**
 * What a step type gets to know of the step it executes.
 *
 * @param values the form data, for the placeholders in the step's parameters
 * @param idempotencyKey the same whenever this step of this request is executed, and no other's
 * @param log what requesters and admins read
 */
public record StepContext(
    Step step, PlaceholderValues values, String idempotencyKey, StepLog log) {}
