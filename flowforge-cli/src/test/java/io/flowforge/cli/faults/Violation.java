package io.flowforge.cli.faults;

/**
 * Where an invariant does not hold.
 *
 * @param requestId empty when it is about no request
 */
record Violation(String requestId, String what) {}
