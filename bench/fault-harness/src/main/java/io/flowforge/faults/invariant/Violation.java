package io.flowforge.faults.invariant;

/**
 * A contradiction to an invariant.
 *
 * @param requestId empty if it concerns no single request
 */
public record Violation(String requestId, String what) {}
