package io.flowforge.pipeline.version;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.DraftReader;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.util.Optional;

/**
 * The versions of pipelines. A pipeline that has never been changed is the only version of its
 * lineage. Documents of versions never change. Safe for use by many threads.
 */
public final class PipelineVersions {

  private final Database database;
  private final PipelineStore pipelines;
  private final DraftReader drafts;
  private final AccessControl access;
  private final VersionWriter writer;
  private final VersionStore versions = new VersionStore();

  public PipelineVersions(
      Database database,
      PipelineStore pipelines,
      DraftReader drafts,
      AccessControl access,
      VersionWriter writer) {
    this.database = database;
    this.pipelines = pipelines;
    this.drafts = drafts;
    this.access = access;
    this.writer = writer;
  }

  /** Returns the id of the newest version of the lineage that the pipeline belongs to. */
  public String newestId(Tx tx, String id) {
    return versions.newest(tx, id).map(LineageVersion::pipelineId).orElse(id);
  }

  /** Returns the newest version of the lineage that the pipeline belongs to. */
  public Optional<Pipeline> newestOf(String id) {
    return pipelines.find(database.inTransaction(tx -> newestId(tx, id)));
  }

  /** Returns whether a version comes after another one in the same lineage. */
  public boolean isLater(Tx tx, String id, String than) {
    Optional<LineageVersion> later = versions.find(tx, id);
    Optional<LineageVersion> earlier = versions.find(tx, than);
    return later.isPresent()
        && earlier.isPresent()
        && later.get().lineage().equals(earlier.get().lineage())
        && later.get().version() > earlier.get().version();
  }

  /**
   * Creates a new version of a pipeline.
   *
   * @param id the id of any of its versions
   * @param expectedVersion the version that the author has changed
   * @throws NotFoundException also if the caller is not a member of its organization
   * @throws ConflictException if that is not the newest version, or the pipeline is archived
   * @throws InvalidException if the draft is invalid
   */
  public Pipeline create(Caller caller, String id, int expectedVersion, PipelineDraft draft) {
    Pipeline newest = newestForChange(caller, id);
    if (newest.version() != expectedVersion) {
      throw new ConflictException(
          "pipeline %s is at version %d, not %d; load pipeline %s and repeat your change"
              .formatted(id, newest.version(), expectedVersion, newest.id()));
    }
    if (draft.orgId() != null && draft.orgId() != newest.orgId()) {
      throw new InvalidException(
          "org_id: pipeline %s belongs to organization %d, and its versions must, too"
              .formatted(id, newest.orgId()));
    }
    Pipeline successor = drafts.successor(caller, newest, draft);
    writer.write(
        newest,
        successor,
        tx -> {
          requireMayChange(tx, caller, newest);
          drafts.requireSecrets(tx, successor);
        });
    return successor;
  }

  /** Returns the newest version to a caller who may change it. */
  private Pipeline newestForChange(Caller caller, String id) {
    Pipeline known = pipelines.find(id).orElseThrow(() -> notFound(id));
    String newest =
        database.inTransaction(
            tx -> {
              requireMayChange(tx, caller, known);
              if (versions.isIntended(tx, known.id())) {
                throw notFound(id);
              }
              Optional<LineageVersion> found = versions.newest(tx, known.id());
              found.ifPresent(VersionConflicts::requireNotArchived);
              return found.map(LineageVersion::pipelineId).orElse(known.id());
            });
    return newest.equals(known.id())
        ? known
        : pipelines.find(newest).orElseThrow(() -> notFound(newest));
  }

  private void requireMayChange(Tx tx, Caller caller, Pipeline pipeline) {
    var _ =
        access.requireOn(
            tx, caller, pipeline.orgId(), "", "pipeline " + pipeline.id(), Action.CREATE_PIPELINE);
  }

  private static NotFoundException notFound(String id) {
    return new NotFoundException("pipeline " + id + " not found");
  }
}
