package io.flowforge.step.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.DraftReader;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.pipeline.version.PipelineReading;
import io.flowforge.postgres.Database;
import io.flowforge.request.limit.RequestLimits;
import io.flowforge.secret.reference.SecretDirectory;
import io.flowforge.step.StepExecutors;

/** The preview of a pipeline for given form data. It writes nothing and calls nothing. */
public final class PipelinePreview {

  private final Database database;
  private final AccessControl access;
  private final DraftReader drafts;
  private final PipelineReading reading;
  private final SubmissionValidator validator;
  private final StepPreviews steps;

  public PipelinePreview(
      Database database,
      AccessControl access,
      DraftReader drafts,
      PipelineReading reading,
      StepExecutors types,
      SecretDirectory secrets,
      PreviewRules rules) {
    this.database = database;
    this.access = access;
    this.drafts = drafts;
    this.reading = reading;
    this.validator = new SubmissionValidator(types);
    this.steps = new StepPreviews(types, secrets, rules);
  }

  /**
   * Previews a version of a pipeline, with the literal secrets that the caller may see.
   *
   * @throws InvalidException if the form data does not fit, as when a request is submitted
   * @throws io.flowforge.error.NotFoundException if the caller may not see the pipeline
   */
  public PreviewedPipeline ofPipeline(Caller caller, String id, ObjectNode formData) {
    var visible = reading.look(caller, id);
    return steps.of(visible.shown().pipeline(), stored(visible.whole(), formData));
  }

  /**
   * Previews a pipeline that the caller could create.
   *
   * @throws InvalidException if the draft is invalid, as when it is created, or the form data does
   *     not fit
   * @throws io.flowforge.error.ForbiddenException if the caller may not create pipelines there
   */
  public PreviewedPipeline ofDraft(Caller caller, PipelineDraft draft, ObjectNode formData) {
    if (draft.orgId() == null) {
      throw new InvalidException("missing required field: 'org_id'");
    }
    int orgId = draft.orgId();
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.CREATE_PIPELINE));
    Pipeline pipeline = drafts.read(caller, orgId, draft);
    return steps.of(pipeline, stored(pipeline, formData));
  }

  /** Returns form data that fits as a submission would store it. */
  private ObjectNode stored(Pipeline pipeline, ObjectNode formData) {
    RequestLimits.check(formData, "");
    return validator.validate(pipeline.form(), pipeline.stepsInOrder(), formData);
  }
}
