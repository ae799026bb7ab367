package io.flowforge.seed;

import io.flowforge.identity.UserStore;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.pipeline.version.VersionWriter;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.NewestVersions;
import io.flowforge.seed.part.SeedOptions;
import io.flowforge.seed.part.StoredParts;
import io.flowforge.seed.provider.CreationReport;
import io.flowforge.seed.provider.UserCreation;
import io.flowforge.seed.provider.WantedUser;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  private final Stores stores;
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

  /** The writers of what stands in both stores. */
  public record Writers(VersionWriter versions, RequestSubmission requests) {}

  public Seeder(
      Database database,
      Stores stores,
      PipelineValidator validator,
      SubmissionValidator submissions,
      Writers writers,
      InstantSource clock) {
    this.database = database;
    this.stores = stores;
    this.validator = validator;
    this.submissions = submissions;
    this.users = new UserWriter(stores.users());
    this.organizations = new OrganizationWriter(stores.organizations(), stores.memberships());
    this.memberships = new MembershipWriter(stores.memberships());
    var newest = new NewestVersions(database, stores.pipelines());
    this.pipelines = new PipelineWriter(stores.pipelines(), newest, writers.versions(), clock);
    this.requests = new RequestWriter(writers.requests(), stores.requests(), newest, clock);
    this.clock = clock;
  }

  /** The result of the transaction. */
  private record Rows(
      SeedCount users,
      SeedCount organizations,
      SeedCount memberships,
      Map<String, Integer> organizationIds) {

    /** Returns what becomes of the data in a database without tables. */
    static Rows allNew(SeedData data) {
      Map<String, Integer> ids = new HashMap<>();
      data.organizations().forEach(organization -> ids.put(organization.name(), 0));
      return new Rows(
          new SeedCount(data.users().size(), 0, 0),
          new SeedCount(data.organizations().size(), 0, 0),
          new SeedCount(data.memberships().size(), 0, 0),
          ids);
    }
  }

  /** Loads everything; see {@link #seed(Path, SeedOptions)}. */
  public SeedReport seed(Path directory) {
    return seed(directory, SeedOptions.everything());
  }

  /**
   * Loads {@code user.csv} (required), {@code org.csv}, {@code membership.csv}, {@code
   * pipelines/*.json} and {@code requests/*.json}, or those of them that the options name.
   *
   * <p>If users are created at the identity provider, that happens after all checks and before the
   * first write. Users whom it does not take are not written, and neither is what depends on them.
   *
   * @throws io.flowforge.error.InvalidException with all problems in its details; nothing was
   *     written
   * @throws io.flowforge.error.UnavailableException if a store does not respond; run it again
   */
  public SeedReport seed(Path directory, SeedOptions options) {
    var stored =
        new StoredParts(
            database,
            stores.users(),
            stores.organizations(),
            stores.memberships(),
            stores.pipelines());
    SeedData data = SeedData.read(directory, options, stored, validator, submissions);
    UserCreation creation = options.creation();
    CreationReport created = null;
    if (creation != null) {
      database.useTransaction(tx -> check(tx, data));
      created = creation.create(wanted(data), options.isDryRun());
    }
    CreationReport done = created;
    return options.isDryRun()
        ? load(data, done, options)
        : database.exclusively(ADVISORY_LOCK, () -> load(data, done, options));
  }

  private SeedReport load(SeedData data, @Nullable CreationReport created, SeedOptions options) {
    SeedData provided = created == null ? data : data.without(created.missing());
    Rows rows = database.inTransaction(tx -> write(tx, provided, options.isDryRun()));
    PipelineWriter.WrittenPipelines written =
        pipelines.write(provided.pipelines(), rows.organizationIds(), options.isDryRun());
    Map<String, Pipeline> byId = new HashMap<>(provided.storedPipelines());
    byId.putAll(written.byId());
    return new SeedReport(
        rows.users(),
        rows.organizations(),
        rows.memberships(),
        written.count(),
        requests.write(provided.requests(), byId, options.isDryRun()),
        data.warnings(),
        data.mendings(),
        created,
        provided.missingFrom(data),
        written.replaced());
  }

  private static List<WantedUser> wanted(SeedData data) {
    return data.users().stream()
        .map(
            user ->
                new WantedUser(
                    user.place(),
                    user.value().userId(),
                    user.value().identityProvider(),
                    user.value().email(),
                    user.value().name(),
                    user.value().password()))
        .toList();
  }

  /** Checks the files against both stores; returns the organizations of the files that exist. */
  private Map<String, Organization> check(Tx tx, SeedData data) {
    var problems = new Problems();
    Map<String, Organization> stored = new HashMap<>();
    if (StoredParts.hasTables(tx)) {
      users.check(tx, data.users(), problems);
      stored.putAll(organizations.stored(tx, data.organizations(), problems));
    }
    Map<String, Organization> known = new HashMap<>(data.storedOrganizations());
    known.putAll(stored);
    pipelines.check(tx, data.pipelines(), known, problems);
    requests.check(tx, data.requests(), problems);
    problems.throwIfAny();
    return stored;
  }

  /** Checks again, because others may have written meanwhile, and writes the rows. */
  private Rows write(Tx tx, SeedData data, boolean isDryRun) {
    Map<String, Organization> stored = check(tx, data);
    if (isDryRun && !StoredParts.hasTables(tx)) {
      return Rows.allNew(data);
    }
    Instant now = clock.instant();
    SeedCount userCount = users.write(tx, data.users(), now, isDryRun);
    OrganizationWriter.WrittenOrganizations written =
        organizations.write(tx, data.organizations(), stored, now, isDryRun);
    Map<String, Integer> ids = new HashMap<>(written.ids());
    data.storedOrganizations().forEach((name, found) -> ids.put(name, found.orgId()));
    return new Rows(
        userCount,
        written.count(),
        memberships.write(tx, data.memberships(), ids, now, isDryRun),
        ids);
  }
}
