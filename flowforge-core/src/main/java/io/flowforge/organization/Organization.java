package io.flowforge.organization;

import java.time.Instant;

/**
 * A group of people with pipelines and requests of its own.
 *
 * @param owner the user id of the member who is the Owner
 */
public record Organization(
    int orgId, String name, String owner, Instant createdOn, boolean deleted) {}
