package io.flowforge.identity;

import java.time.Instant;

/**
 * A person who may use Flowforge.
 *
 * @param userId the subject of the person's tokens, such as {@code auth0|abc}
 * @param identityProvider the connection with which the person logs in, such as {@code auth0}
 */
public record User(
    String userId,
    String email,
    String name,
    String identityProvider,
    Instant createdOn,
    boolean deleted) {}
