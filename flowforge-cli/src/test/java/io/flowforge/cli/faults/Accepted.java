package io.flowforge.cli.faults;

import java.time.Instant;

/**
 * A promise of the servers: they answered an action with success.
 *
 * @param at when the answer arrived
 */
record Accepted(String requestId, Action action, Instant at) {}
