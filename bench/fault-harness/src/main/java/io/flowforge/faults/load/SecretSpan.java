package io.flowforge.faults.load;

import java.time.Instant;

/**
 * When a value of the secret of the load was current, at most.
 *
 * @param from when the first call that sets it was sent
 * @param to when the call that sets the next one had succeeded; {@link Instant#MAX} for the last
 *     value, and for one that a call without a response may have set again later
 */
public record SecretSpan(String value, Instant from, Instant to) {}
