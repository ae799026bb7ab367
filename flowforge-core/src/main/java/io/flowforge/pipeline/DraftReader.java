package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import java.time.InstantSource;

/** Turns valid drafts into pipelines. Thread-safe. */
public final class DraftReader {

  private final PipelineValidator validator;
  private final InstantSource clock;

  /**
   * @param clock the time at which pipelines are created
   */
  public DraftReader(PipelineValidator validator, InstantSource clock) {
    this.validator = validator;
    this.clock = clock;
  }

  /**
   * Returns version 1 of a new pipeline.
   *
   * @throws InvalidException if the draft is invalid
   */
  Pipeline read(Caller author, int orgId, PipelineDraft draft) {
    PipelineValidator.Definition definition = validator.validate(draft);
    return new Pipeline(
        BsonValues.newId(),
        author.userId(),
        orgId,
        definition.pipelineName(),
        definition.pipelineDescription(),
        1,
        null,
        definition.firstStepName(),
        definition.steps(),
        clock.instant(),
        definition.form());
  }

  /**
   * Returns the version that follows another one.
   *
   * @throws InvalidException if the draft is invalid
   */
  public Pipeline successor(Caller author, Pipeline newest, PipelineDraft draft) {
    return successor(author.userId(), newest, validator.validate(draft));
  }

  /** Returns the version with this definition that follows another one. */
  public Pipeline successor(
      String author, Pipeline newest, PipelineValidator.Definition definition) {
    return new Pipeline(
        BsonValues.newId(),
        author,
        newest.orgId(),
        definition.pipelineName(),
        definition.pipelineDescription(),
        newest.version() + 1,
        newest.id(),
        definition.firstStepName(),
        definition.steps(),
        clock.instant(),
        definition.form());
  }
}
