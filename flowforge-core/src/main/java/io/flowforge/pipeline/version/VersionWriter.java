package io.flowforge.pipeline.version;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineLimit;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Writes a new version of a pipeline to both stores. A first transaction notes the intent, which
 * hides the document that is written next; a second one replaces the newest version and removes the
 * intent. PostgreSQL decides which of several writers wins. What a crash leaves is hidden, and
 * {@link AbandonedVersions} removes it. Thread-safe.
 */
public final class VersionWriter {

  private static final Logger LOG = System.getLogger(VersionWriter.class.getName());

  private final Database database;
  private final PipelineStore pipelines;
  private final OrganizationStore organizations;
  private final AbandonedVersions abandoned;
  private final InstantSource clock;
  private final VersionStore versions = new VersionStore();

  /**
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public VersionWriter(
      Database database,
      PipelineStore pipelines,
      OrganizationStore organizations,
      AbandonedVersions abandoned,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.organizations = organizations;
    this.abandoned = abandoned;
    this.clock = clock;
  }

  /**
   * Writes a version that follows another one.
   *
   * @param check is run in both transactions, while the organization is locked
   * @throws ConflictException if the other version is not the newest any more, or is archived
   */
  public void write(Pipeline newest, Pipeline successor, Consumer<Tx> check) {
    database.useTransaction(
        tx -> {
          var _ = organizations.lock(tx, newest.orgId());
          check.accept(tx);
          PipelineLimit.requireRoomForVersion(pipelines, newest.orgId());
          versions.addIfAbsent(
              tx, LineageVersion.only(newest.id(), newest.orgId(), newest.version()));
          var _ = locked(tx, newest.id());
          versions.intend(tx, successor.id(), newest.orgId(), clock.instant());
        });
    pipelines.add(successor);
    try {
      database.useTransaction(
          tx -> {
            // Again, because the rights or the secrets may be gone since.
            var _ = organizations.lock(tx, newest.orgId());
            check.accept(tx);
            publish(tx, newest, successor);
          });
    } catch (ConflictException | ForbiddenException | InvalidException | NotFoundException e) {
      discard(successor.id());
      throw e;
    }
    LOG.log(
        Level.INFO,
        LogEvent.of("pipeline_version_created")
            .with("pipeline", successor.id())
            .with("version", successor.version())
            .with("replaces", newest.id()));
  }

  private void publish(Tx tx, Pipeline newest, Pipeline successor) {
    LineageVersion replaced = locked(tx, newest.id());
    if (!versions.endIntent(tx, successor.id())) {
      // This process was frozen for minutes, and the document may have been removed meanwhile.
      throw new ConflictException(
          "the new version of pipeline %s was written too slowly and has been discarded; send it again"
              .formatted(newest.id()));
    }
    versions.replace(tx, replaced, successor.id(), successor.version());
  }

  /** Locks the newest version, which must be the expected one. */
  private LineageVersion locked(Tx tx, String expected) {
    LineageVersion newest = versions.lockNewest(tx, expected).orElseThrow();
    if (!newest.pipelineId().equals(expected)) {
      throw VersionConflicts.replaced(expected, newest);
    }
    VersionConflicts.requireNotArchived(newest);
    return newest;
  }

  /** Removes a document that lost the race; if that fails, a sweep does it. */
  private void discard(String id) {
    try {
      abandoned.remove(id);
    } catch (UnavailableException e) {
      LOG.log(
          Level.INFO,
          LogEvent.of("version_removal_postponed")
              .with("pipeline", id)
              .with("reason", e.userMessage()));
    }
  }
}
