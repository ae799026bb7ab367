package io.flowforge.faults.evidence;

import java.time.Instant;

/** An observation of a Running request that would have stayed Running. */
public record Sighting(String requestId, String what, Instant at) {}
