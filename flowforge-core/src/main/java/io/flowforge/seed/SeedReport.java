package io.flowforge.seed;

/** The result of a run of the {@link Seeder}. */
public record SeedReport(
    SeedCount users,
    SeedCount organizations,
    SeedCount memberships,
    SeedCount pipelines,
    SeedCount requests) {}
