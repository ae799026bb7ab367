package io.flowforge.seed;

import io.flowforge.organization.Role;

/** A membership of the seed data: a row of {@code membership.csv}, or an owner. */
record SeedMembership(String place, String organization, String userId, Role role) {}
