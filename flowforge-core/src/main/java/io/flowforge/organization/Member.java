package io.flowforge.organization;

import java.time.Instant;

/**
 * A person as the others in an organization see them: without the e-mail address.
 *
 * @param createdOn since when the person is a user
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
