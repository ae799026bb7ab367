package io.flowforge.organization;

import java.time.Instant;

/** That a user belongs to an organization, and as what. */
public record Membership(String userId, int orgId, Role role, Instant joinedOn, boolean deleted) {}
