package io.flowforge.request.retry;

/**
 * A run that a retry has begun.
 *
 * @param run its number; the first run of a request has 1
 * @param fromStep the step with which it begins, which is an earlier one than asked for if an
 *     approval before that is void
 * @param pipelineId the version of the pipeline that the request is on now
 */
public record BegunRun(
    String requestId, int run, String fromStep, String pipelineId, int pipelineVersion) {}
