package io.flowforge.pipeline.version;

import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.DraftReader;
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
import java.util.function.BiConsumer;

/**
 * Archives pipelines: all versions of an archived pipeline accept no requests and are in no list,
 * while requests that exist go on. Thread-safe.
 */
public final class PipelineArchive {

  private static final Logger LOG = System.getLogger(PipelineArchive.class.getName());

  private final Database database;
  private final PipelineStore pipelines;
  private final DraftReader drafts;
  private final OrganizationStore organizations;
  private final AccessControl access;
  private final InstantSource clock;
  private final VersionStore versions = new VersionStore();

  /**
   * @param clock in milliseconds, as times are shown
   */
  public PipelineArchive(
      Database database,
      PipelineStore pipelines,
      DraftReader drafts,
      OrganizationStore organizations,
      AccessControl access,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.drafts = drafts;
    this.organizations = organizations;
    this.access = access;
    this.clock = clock;
  }

  /**
   * Archives the pipeline. Waits until no request of it is being submitted.
   *
   * @param id the id of any of its versions
   * @throws NotFoundException also if the caller is not a member of its organization
   */
  public void archive(Caller caller, String id) {
    change(
        caller,
        id,
        (tx, newest) -> {
          versions.archive(tx, newest, clock.instant());
          LOG.log(Level.INFO, LogEvent.of("pipeline_archived").with("pipeline", id));
        });
  }

  /**
   * Takes archiving back.
   *
   * @throws InvalidException if the organization has too many pipelines meanwhile, or no longer has
   *     a secret that the pipeline refers to
   */
  public void restore(Caller caller, String id) {
    change(
        caller,
        id,
        (tx, newest) -> {
          if (newest.archivedOn() != null) {
            PipelineLimit.requireRoomForOne(tx, pipelines, newest.orgId());
            // Nobody had to keep the secrets of an archived pipeline.
            pipelines
                .find(newest.pipelineId())
                .ifPresent(found -> drafts.requireSecrets(tx, found));
            versions.restore(tx, newest);
            LOG.log(Level.INFO, LogEvent.of("pipeline_restored").with("pipeline", id));
          }
        });
  }

  private void change(Caller caller, String id, BiConsumer<Tx, LineageVersion> work) {
    Pipeline pipeline = pipelines.find(id).orElseThrow(() -> notFound(id));
    database.useTransaction(
        tx -> {
          requireAllowed(tx, caller, pipeline);
          if (versions.isIntended(tx, pipeline.id())) {
            throw notFound(id);
          }
          // Committed on its own, so that every submission from here on finds and locks it.
          versions.addIfAbsent(
              tx, LineageVersion.only(pipeline.id(), pipeline.orgId(), pipeline.version()));
        });
    database.useTransaction(
        tx -> {
          var _ = organizations.lock(tx, pipeline.orgId());
          requireAllowed(tx, caller, pipeline);
          work.accept(tx, versions.lockNewest(tx, pipeline.id()).orElseThrow());
        });
  }

  private void requireAllowed(Tx tx, Caller caller, Pipeline pipeline) {
    var _ =
        access.requireOn(
            tx, caller, pipeline.orgId(), "", "pipeline " + pipeline.id(), Action.ARCHIVE_PIPELINE);
  }

  private static NotFoundException notFound(String id) {
    return new NotFoundException("pipeline " + id + " not found");
  }
}
