package io.flowforge.organization;

import java.time.Instant;

/**
 * A member of an organization as the other members see them, without the e-mail address.
 *
 * @param createdOn when the user was created
 * @param deleted whether the user has been deleted
 */
public record Member(
    String userId,
    String name,
    String identityProvider,
    Instant createdOn,
    boolean deleted,
    Role role,
    Instant joinedOn) {}
