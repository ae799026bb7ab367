package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;

/** The creation of pipelines. Safe for use by many threads. */
public final class PipelineService {

  private final Database database;
  private final PipelineStore pipelines;
  private final DraftReader drafts;
  private final AccessControl access;
  private final VersionStore versions = new VersionStore();
  private final OrganizationStore organizations;

  public PipelineService(
      Database database,
      PipelineStore pipelines,
      DraftReader drafts,
      AccessControl access,
      OrganizationStore organizations) {
    this.database = database;
    this.pipelines = pipelines;
    this.drafts = drafts;
    this.access = access;
    this.organizations = organizations;
  }

  /**
   * Creates version 1 of a pipeline in the organization that the draft names.
   *
   * @throws InvalidException if the draft is invalid, or the organization has too many pipelines
   */
  public Pipeline create(Caller caller, PipelineDraft draft) {
    if (draft.orgId() == null) {
      throw new InvalidException("missing required field: 'org_id'");
    }
    int orgId = draft.orgId();
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.CREATE_PIPELINE));
    Pipeline pipeline = drafts.read(caller, orgId, draft);
    database.useTransaction(tx -> add(tx, caller, pipeline));
    return pipeline;
  }

  /**
   * Adds the pipeline while the organization's row is locked. Its creations follow one another, so
   * none of them can exceed the limit, and the organization cannot be deleted meanwhile.
   */
  private void add(Tx tx, Caller caller, Pipeline pipeline) {
    int orgId = pipeline.orgId();
    organizations.lock(tx, orgId);
    access.requireIn(tx, caller, orgId, Action.CREATE_PIPELINE);
    drafts.requireSecrets(tx, pipeline);
    PipelineLimit.requireRoomForOne(tx, pipelines, orgId);
    PipelineLimit.requireRoomForVersion(pipelines, orgId);
    versions.addIfAbsent(tx, LineageVersion.only(pipeline.id(), orgId, pipeline.version()));
    pipelines.add(pipeline);
  }
}
