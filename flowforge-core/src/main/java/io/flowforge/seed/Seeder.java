package io.flowforge.seed;

import io.flowforge.identity.UserStore;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The loader of seed files into the stores. Entries that the files do not name are left alone, and
 * a second run changes nothing. Concurrent runs wait for each other.
 *
 * <p>Everything is read and checked before anything is written. The rows are written in one
 * transaction, and the documents after its commit. Their ids are the same on every run, so the next
 * run adds what a crash has left out.
 */
public final class Seeder {

  /** An arbitrary number; all Flowforge processes on a database must use the same one. */
  private static final long ADVISORY_LOCK = 0x53454544L;

  private final Database database;
  private final PipelineValidator validator;
  private final SubmissionValidator submissions;
  private final UserWriter users;
  private final OrganizationWriter organizations;
  private final MembershipWriter memberships;
  private final PipelineWriter pipelines;
  private final RequestWriter requests;
  private final InstantSource clock;

  /** The stores that seeding compares with the files and writes to. */
  public record Stores(
      UserStore users,
      OrganizationStore organizations,
      MembershipStore memberships,
      PipelineStore pipelines,
      ServiceRequestStore requests) {}

  public Seeder(
      Database database,
      Stores stores,
      PipelineValidator validator,
      SubmissionValidator submissions,
      RequestSubmission requests,
      InstantSource clock) {
    this.database = database;
    this.validator = validator;
    this.submissions = submissions;
    this.users = new UserWriter(stores.users());
    this.organizations = new OrganizationWriter(stores.organizations(), stores.memberships());
    this.memberships = new MembershipWriter(stores.memberships());
    this.pipelines = new PipelineWriter(stores.pipelines(), stores.requests(), clock);
    this.requests = new RequestWriter(requests, clock);
    this.clock = clock;
  }

  /** The result of the transaction. */
  private record Rows(
      SeedCount users,
      OrganizationWriter.WrittenOrganizations organizations,
      SeedCount memberships) {}

  /**
   * Loads {@code user.csv} (required), {@code org.csv}, {@code membership.csv}, {@code
   * pipelines/*.json} and {@code requests/*.json}.
   *
   * @throws io.flowforge.error.InvalidException with all problems in its details; nothing was
   *     written
   * @throws io.flowforge.error.UnavailableException if a store does not respond; run it again
   */
  public SeedReport seed(Path directory) {
    SeedData data = SeedData.read(directory, validator, submissions);
    return database.exclusively(ADVISORY_LOCK, () -> write(data));
  }

  private SeedReport write(SeedData data) {
    Rows rows = database.inTransaction(tx -> checkAndWrite(tx, data));
    PipelineWriter.WrittenPipelines written =
        pipelines.write(data.pipelines(), rows.organizations().ids());
    return new SeedReport(
        rows.users(),
        rows.organizations().count(),
        rows.memberships(),
        written.count(),
        requests.write(data.requests(), written.byId()),
        data.warnings());
  }

  /** Checks the files against both stores before it writes the first row. */
  private Rows checkAndWrite(Tx tx, SeedData data) {
    var problems = new Problems();
    users.check(tx, data.users(), problems);
    Map<String, Organization> stored = organizations.stored(tx, data.organizations(), problems);
    pipelines.check(data.pipelines(), stored, problems);
    problems.throwIfAny();
    Instant now = clock.instant();
    SeedCount userCount = users.write(tx, data.users(), now);
    OrganizationWriter.WrittenOrganizations written =
        organizations.write(tx, data.organizations(), stored, now);
    return new Rows(
        userCount, written, memberships.write(tx, data.memberships(), written.ids(), now));
  }
}
