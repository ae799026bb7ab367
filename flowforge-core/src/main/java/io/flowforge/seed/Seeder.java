package io.flowforge.seed;

import io.flowforge.identity.UserStore;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequestStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Brings the stores in line with the seed files of a directory. What the files do not name is left
 * alone; a second run changes nothing. Runs of several processes wait for each other.
 *
 * <p>Everything is read and checked before anything is written. Then the rows are one transaction,
 * and after its commit the documents follow, each harmless without the next and found again by an
 * id that is the same on every run: whatever a crash left out, the next run adds.
 */
public final class Seeder {

  /** Any constant will do, as long as every Flowforge on the database takes the same. */
  private static final long ADVISORY_LOCK = 0x53454544L;

  private final Database database;
  private final PipelineValidator validator;
  private final UserWriter users;
  private final OrganizationWriter organizations;
  private final MembershipWriter memberships;
  private final PipelineDocuments pipelines;
  private final RequestDocuments requests;
  private final InstantSource clock;

  public Seeder(
      Database database,
      UserStore users,
      OrganizationStore organizations,
      MembershipStore memberships,
      PipelineStore pipelines,
      PipelineValidator validator,
      ServiceRequestStore requestStore,
      RequestSubmission requests,
      InstantSource clock) {
    this.database = database;
    this.validator = validator;
    this.users = new UserWriter(users);
    this.organizations = new OrganizationWriter(organizations, memberships);
    this.memberships = new MembershipWriter(memberships);
    this.pipelines = new PipelineDocuments(pipelines, requestStore, clock);
    this.requests = new RequestDocuments(requests, clock);
    this.clock = clock;
  }

  /** What became of the rows. */
  private record Rows(
      SeedCount users, OrganizationWriter.Written organizations, SeedCount memberships) {}

  /**
   * Seeds from {@code user.csv} (required), {@code org.csv}, {@code membership.csv}, {@code
   * pipelines/*.json} and {@code requests/*.json}.
   *
   * @throws io.flowforge.error.InvalidException with every fault in its details; nothing was
   *     written
   * @throws io.flowforge.error.UnavailableException when a store does not answer; run it again
   */
  public SeedReport seed(Path directory) {
    SeedData data = SeedData.read(directory, validator);
    return database.exclusively(ADVISORY_LOCK, () -> write(data));
  }

  private SeedReport write(SeedData data) {
    Rows rows = database.inTransaction(tx -> checkAndWrite(tx, data));
    PipelineDocuments.Written written =
        pipelines.write(data.pipelines(), rows.organizations().ids());
    return new SeedReport(
        rows.users(),
        rows.organizations().count(),
        rows.memberships(),
        written.count(),
        requests.write(data.requests(), written.byId()));
  }

  /** The checks look into both stores, and come before the first row. */
  private Rows checkAndWrite(Tx tx, SeedData data) {
    var problems = new Problems();
    users.check(tx, data.users(), problems);
    Map<String, Organization> stored = organizations.stored(tx, data.organizations(), problems);
    pipelines.check(data.pipelines(), stored, problems);
    problems.refuseIfAny();
    Instant now = clock.instant();
    SeedCount userCount = users.write(tx, data.users(), now);
    OrganizationWriter.Written written = organizations.write(tx, data.organizations(), stored, now);
    return new Rows(
        userCount, written, memberships.write(tx, data.memberships(), written.ids(), now));
  }
}
