package io.flowforge.seed;

import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator.Definition;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
import io.flowforge.seed.file.Problems;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of seeding that writes pipelines to MongoDB, where they differ. */
final class PipelineWriter {

  private final PipelineStore store;
  private final ServiceRequestStore requests;
  private final InstantSource clock;

  PipelineWriter(PipelineStore store, ServiceRequestStore requests, InstantSource clock) {
    this.store = store;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * The result of writing the pipelines.
   *
   * @param byId the pipelines as they are stored now
   */
  record WrittenPipelines(Map<String, Pipeline> byId, SeedCount count) {}

  /**
   * Reports conflicts of the files with the stored pipelines.
   *
   * @param organizations the organizations in PostgreSQL by name
   */
  void check(
      List<SeedPipeline> pipelines, Map<String, Organization> organizations, Problems problems) {
    for (SeedPipeline pipeline : pipelines) {
      Optional<Pipeline> stored = store.find(pipeline.id());
      Organization organization = organizations.get(pipeline.organization());
      stored.ifPresent(found -> check(pipeline, found, organization, problems));
    }
  }

  /** Writes the pipelines that differ; in a dry run, counts them only. */
  WrittenPipelines write(
      List<SeedPipeline> pipelines, Map<String, Integer> orgIds, boolean isDryRun) {
    Map<String, Pipeline> byId = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (SeedPipeline pipeline : pipelines) {
      int orgId = orgIds.getOrDefault(pipeline.organization(), 0);
      Pipeline stored = store.find(pipeline.id()).orElse(null);
      Pipeline seeded = seeded(pipeline, orgId, stored);
      if (seeded.equals(stored)) {
        changes.add(Change.UNCHANGED);
      } else {
        if (!isDryRun) {
          store.save(seeded);
        }
        changes.add(stored == null ? Change.CREATED : Change.UPDATED);
      }
      byId.put(pipeline.id(), seeded);
    }
    return new WrittenPipelines(byId, SeedCount.of(changes));
  }

  private void check(
      SeedPipeline pipeline,
      Pipeline stored,
      @Nullable Organization organization,
      Problems problems) {
    if (organization == null || organization.orgId() != stored.orgId()) {
      // The id is derived from the organization's name, and the organization has been renamed.
      problems.add(
          pipeline.place(),
          ("pipeline '%s' belongs to organization %d in the database, which was once named '%s';"
                  + " write its new name in org.csv and here, or rename the pipeline")
              .formatted(stored.pipelineName(), stored.orgId(), pipeline.organization()));
      return;
    }
    boolean hasSameSteps =
        stored.firstStepName().equals(pipeline.definition().firstStepName())
            && stored.steps().equals(steps(pipeline.definition()));
    // A request must go through the steps that it was submitted for.
    long open = hasSameSteps ? 0 : requests.countOpenOf(pipeline.id());
    if (open > 0) {
      problems.add(
          pipeline.place(),
          ("the steps of '%s' differ from those in the database, where %d of its requests have not ended;"
                  + " wait until they end, cancel them, or rename the pipeline")
              .formatted(stored.pipelineName(), open));
    }
  }

  /** Returns the pipeline of the file, with the stored version number if nothing else differs. */
  private Pipeline seeded(SeedPipeline pipeline, int orgId, @Nullable Pipeline stored) {
    if (stored == null) {
      Instant now = clock.instant();
      return pipeline(pipeline, orgId, pipeline.owner(), 1, now);
    }
    Pipeline sameVersion =
        pipeline(pipeline, orgId, stored.userId(), stored.version(), stored.createdOn());
    return sameVersion.equals(stored)
        ? sameVersion
        // A client that still shows the old form must be told to reload it.
        : pipeline(pipeline, orgId, stored.userId(), stored.version() + 1, stored.createdOn());
  }

  private static Pipeline pipeline(
      SeedPipeline pipeline, int orgId, String userId, int version, Instant createdOn) {
    Definition definition = pipeline.definition();
    return new Pipeline(
        pipeline.id(),
        userId,
        orgId,
        definition.pipelineName(),
        definition.pipelineDescription(),
        version,
        null,
        definition.firstStepName(),
        steps(definition),
        createdOn,
        new Form(definition.form().fields().stream().map(PipelineWriter::asStored).toList()));
  }

  private static List<Step> steps(Definition definition) {
    return definition.steps().stream().map(PipelineWriter::asStored).toList();
  }

  /** Converts numbers as the store does, so that equal steps compare as equal. */
  private static Step asStored(Step step) {
    return new Step(
        step.stepName(),
        step.stepType(),
        step.nextStepName(),
        step.prevStepName(),
        BsonValues.object(BsonValues.document(step.parameters())),
        step.isTerminalStep(),
        step.policy());
  }

  private static FormField asStored(FormField field) {
    return new FormField(
        field.name(),
        field.title(),
        field.description(),
        field.type(),
        field.required(),
        field.placeholder(),
        field.minLength(),
        field.options(),
        field.defaultValue() == null
            ? null
            : BsonValues.json(BsonValues.value(field.defaultValue())));
  }
}
