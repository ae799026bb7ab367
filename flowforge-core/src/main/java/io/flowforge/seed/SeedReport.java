package io.flowforge.seed;

import java.util.List;

/**
 * The result of a run of the {@link Seeder}.
 *
 * @param warnings what the settings of this process rule out, one sentence each
 */
public record SeedReport(
    SeedCount users,
    SeedCount organizations,
    SeedCount memberships,
    SeedCount pipelines,
    SeedCount requests,
    List<String> warnings) {

  public SeedReport {
    warnings = List.copyOf(warnings);
  }

  /** Creates a report without warnings. */
  public SeedReport(
      SeedCount users,
      SeedCount organizations,
      SeedCount memberships,
      SeedCount pipelines,
      SeedCount requests) {
    this(users, organizations, memberships, pipelines, requests, List.of());
  }
}
