package io.flowforge.step;

/**
 * The request that a step is executed for.
 *
 * @param run the number of its run, from 1; each retry begins another
 * @param orgId the organization that it belongs to
 * @param userId the user who has submitted it
 */
public record StepRequest(String id, int run, int orgId, String userId) {}
