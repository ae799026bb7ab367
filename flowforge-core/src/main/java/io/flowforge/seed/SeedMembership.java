package io.flowforge.seed;

import io.flowforge.organization.Role;

/** That a user belongs to an organization: a row of {@code membership.csv}, or an owner. */
record SeedMembership(String place, String organization, String userId, Role role) {}
