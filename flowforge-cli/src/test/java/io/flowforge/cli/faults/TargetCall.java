package io.flowforge.cli.faults;

import java.time.Instant;

/**
 * A call that reached the target.
 *
 * @param key its {@code Idempotency-Key}
 * @param ticket what the requester wrote into the form, different in each request
 * @param step the step of the pipeline
 * @param behaviour how it was treated; what was done before is always answered with success
 */
record TargetCall(String key, String ticket, String step, Instant at, Behaviour behaviour) {}
