package io.flowforge.seed.part;

/** A part of the seed data, which can be loaded without the others. */
public enum SeedPart {
  USERS,
  ORGANIZATIONS,
  MEMBERSHIPS,
  PIPELINES,
  REQUESTS
}
