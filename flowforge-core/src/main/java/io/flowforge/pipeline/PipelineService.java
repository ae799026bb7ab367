package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;
import java.time.InstantSource;
import java.util.List;

/** The operations on pipelines. Safe for use by many threads. */
public final class PipelineService {

  private final Database database;
  private final PipelineStore pipelines;
  private final PipelineValidator validator;
  private final AccessControl access;
  private final ParameterMask mask;
  private final InstantSource clock;

  /**
   * @param mask hides secrets from members who are not admins
   */
  public PipelineService(
      Database database,
      PipelineStore pipelines,
      PipelineValidator validator,
      AccessControl access,
      ParameterMask mask,
      InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.validator = validator;
    this.access = access;
    this.mask = mask;
    this.clock = clock;
  }

  /**
   * Creates version 1 of a pipeline in the organization that the draft names.
   *
   * @throws InvalidException if the draft is invalid
   */
  public Pipeline create(Caller caller, PipelineDraft draft) {
    if (draft.orgId() == null) {
      throw new InvalidException("missing required field: 'org_id'");
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

  /** Returns the pipelines of the organization, newest first, as far as the caller may see them. */
  public List<Pipeline> list(Caller caller, int orgId) {
    boolean seesSecrets =
        database.inTransaction(
            tx -> {
              access.requireIn(tx, caller, orgId, Action.SEE_PIPELINES);
              return access.allows(tx, caller, orgId, Action.SEE_PIPELINE_SECRETS);
            });
    List<Pipeline> found = pipelines.ofOrganization(orgId);
    return seesSecrets ? found : found.stream().map(pipeline -> pipeline.masked(mask)).toList();
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
            tx -> {
              access.requireOn(tx, caller, orgId, "", "pipeline " + id, Action.SEE_PIPELINES);
              return access.allows(tx, caller, orgId, Action.SEE_PIPELINE_SECRETS);
            });
    return seesSecrets ? pipeline : pipeline.masked(mask);
  }
}
