package io.flowforge.seed;

import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.provider.CreationReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run of the {@link Seeder}; of a dry run, what it would be.
 *
 * @param warnings what the settings of this process rule out, one sentence each
 * @param mendings what was read differently from how it is written, one line each
 * @param creation what became of the users at the identity provider; null if they were not to be
 *     created
 * @param leftOut what was not written because it depends on a user who could not be created
 * @param newVersions which pipelines have a new version, one line each
 */
public record SeedReport(
    SeedCount users,
    SeedCount organizations,
    SeedCount memberships,
    SeedCount pipelines,
    SeedCount requests,
    List<String> warnings,
    List<String> mendings,
    @Nullable CreationReport creation,
    List<String> leftOut,
    List<String> newVersions) {

  public SeedReport {
    warnings = List.copyOf(warnings);
    mendings = List.copyOf(mendings);
    leftOut = List.copyOf(leftOut);
    newVersions = List.copyOf(newVersions);
  }

  /** Creates a report of counts only. */
  public SeedReport(
      SeedCount users,
      SeedCount organizations,
      SeedCount memberships,
      SeedCount pipelines,
      SeedCount requests) {
    this(
        users,
        organizations,
        memberships,
        pipelines,
        requests,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }
}
