package io.flowforge.pipeline;

import io.flowforge.batch.Batches;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;

/** The operations on pipelines. Safe for use by many threads. */
public final class PipelineService {

  /** The maximum number of pipelines of an organization. */
  static final int MAX_PIPELINES = 1_000;

  private final Database database;
  private final PipelineStore pipelines;
  private final DraftReader drafts;
  private final AccessControl access;
  private final ParameterMask mask;
  private final OrganizationStore organizations;

  /**
   * @param mask hides secrets from members who are not admins
   */
  public PipelineService(
      Database database,
      PipelineStore pipelines,
      DraftReader drafts,
      AccessControl access,
      ParameterMask mask,
      OrganizationStore organizations) {
    this.database = database;
    this.pipelines = pipelines;
    this.drafts = drafts;
    this.access = access;
    this.mask = mask;
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
    long count = pipelines.countOf(orgId);
    if (count >= MAX_PIPELINES) {
      throw new InvalidException(
          "organization %d must have at most %d pipelines; it has %d"
              .formatted(orgId, MAX_PIPELINES, count));
    }
    pipelines.add(pipeline);
  }

  /** Returns the pipelines of the organization, newest first, as far as the caller may see them. */
  public Batches<Pipeline> list(Caller caller, int orgId) {
    boolean seesSecrets =
        database.inTransaction(
            tx ->
                access
                    .requireIn(tx, caller, orgId, Action.SEE_PIPELINES)
                    .test(Action.SEE_PIPELINE_SECRETS));
    Batches<Pipeline> found = pipelines.ofOrganization(orgId);
    return seesSecrets ? found : found.map(pipeline -> pipeline.masked(mask));
  }

  /**
   * Returns a pipeline to a member of the organization that owns it, as far as the member may see
   * it.
   *
   * @throws NotFoundException also if the caller is not a member of the owning organization
   */
  public Pipeline get(Caller caller, String id) {
    Pipeline pipeline =
        pipelines
            .find(id)
            .orElseThrow(() -> new NotFoundException("pipeline " + id + " not found"));
    int orgId = pipeline.orgId();
    boolean seesSecrets =
        database.inTransaction(
            tx ->
                access
                    .requireOn(tx, caller, orgId, "", "pipeline " + id, Action.SEE_PIPELINES)
                    .test(Action.SEE_PIPELINE_SECRETS));
    return seesSecrets ? pipeline : pipeline.masked(mask);
  }
}
