package io.flowforge.request.callback;

/**
 * What a callback URL belongs to.
 *
 * @param stepName the step that waits for the call
 */
public record CallbackDestination(int orgId, String requestId, String stepName) {}
