package io.flowforge.seed;

/** What a run of the {@link Seeder} did to the stores. */
public record SeedReport(
    SeedCount users,
    SeedCount organizations,
    SeedCount memberships,
    SeedCount pipelines,
    SeedCount requests) {}
