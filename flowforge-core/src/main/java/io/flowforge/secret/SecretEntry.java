package io.flowforge.secret;

import io.flowforge.secret.reference.AllowedHosts;
import java.time.Instant;
import java.util.Optional;

/**
 * A secret without its value.
 *
 * @param version 1 for the first value, and one more for each further one
 * @param updatedBy the id of the user who has set it last; empty for an operator
 * @param usedOn when a step used it last, to the minute; empty if none has
 */
public record SecretEntry(
    String name,
    AllowedHosts hosts,
    int version,
    Instant createdOn,
    String updatedBy,
    Instant updatedOn,
    Optional<Instant> usedOn) {}
