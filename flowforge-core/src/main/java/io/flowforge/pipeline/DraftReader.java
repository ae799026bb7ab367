package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.reference.SecretDirectory;
import java.time.InstantSource;
import java.util.Set;

/** Turns valid drafts into pipelines. Thread-safe. */
public final class DraftReader {

  private final PipelineValidator validator;
  private final SecretDirectory secrets;
  private final InstantSource clock;

  /**
   * @param secrets what the steps of an organization's pipelines may refer to
   * @param clock the time at which pipelines are created
   */
  public DraftReader(PipelineValidator validator, SecretDirectory secrets, InstantSource clock) {
    this.validator = validator;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Returns version 1 of a new pipeline.
   *
   * @throws InvalidException if the draft is invalid
   */
  public Pipeline read(Caller author, int orgId, PipelineDraft draft) {
    PipelineValidator.Definition definition = validator.validate(draft, secrets.of(orgId));
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
    return successor(
        author.userId(), newest, validator.validate(draft, secrets.of(newest.orgId())));
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

  /**
   * Checks, while the organization is locked, that nobody has deleted the secrets of the pipeline
   * since it was read.
   *
   * @throws InvalidException with those that are gone
   */
  public void requireSecrets(Tx tx, Pipeline pipeline) {
    Set<String> names = pipeline.secrets();
    if (!names.isEmpty()) {
      InvalidException.throwIfAny(secrets.in(tx, pipeline.orgId()).problemsOf(names));
    }
  }
}
