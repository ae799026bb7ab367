package io.flowforge.pipeline;

import io.flowforge.batch.Batches;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;
import java.time.InstantSource;

/** The operations on pipelines. Safe for use by many threads. */
public final class PipelineService {

  private final Database database;
  private final PipelineStore pipelines;
  private final PipelineValidator validator;
  private final AccessControl access;
  private final InstantSource clock;

  public PipelineService(
      Database database,
      PipelineStore pipelines,
      PipelineValidator validator,
      AccessControl access,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.validator = validator;
    this.access = access;
    this.clock = clock;
  }

  /**
   * Creates version 1 of a pipeline in the organization that the draft names.
   *
   * @throws io.flowforge.error.InvalidException if the draft is invalid
   */
  public Pipeline create(Caller caller, PipelineDraft draft) {
    if (draft.orgId() == null) {
      throw PipelineValidator.missing("org_id");
    }
    int orgId = draft.orgId();
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.CREATE_PIPELINE));
    PipelineValidator.Definition definition = validator.validate(draft);
    var pipeline =
        new Pipeline(
            BsonValues.newId(),
            caller.eventAuthor(),
            orgId,
            definition.pipelineName(),
            definition.pipelineDescription(),
            1,
            null,
            definition.firstStepName(),
            definition.steps(),
            clock.instant(),
            definition.form());
    pipelines.add(pipeline);
    return pipeline;
  }

  /** Returns the pipelines of the organization, newest first. */
  public Batches<Pipeline> list(Caller caller, int orgId) {
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.SEE_PIPELINES));
    return pipelines.ofOrganization(orgId);
  }

  /**
   * Returns a pipeline to a member of the organization that owns it.
   *
   * @throws NotFoundException also if the caller is not a member of the owning organization
   */
  public Pipeline get(Caller caller, String id) {
    Pipeline pipeline =
        pipelines
            .find(id)
            .orElseThrow(() -> new NotFoundException("pipeline " + id + " not found"));
    database.useTransaction(
        tx ->
            access.requireOn(
                tx, caller, pipeline.orgId(), "", "pipeline " + id, Action.SEE_PIPELINES));
    return pipeline;
  }
}
