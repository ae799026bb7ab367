package io.flowforge.faults.load;

import java.time.Instant;

/**
 * An action to which a server responded with success, which is a promise.
 *
 * @param at when the response arrived
 */
public record AcceptedAction(String requestId, RequestAction action, Instant at) {}
