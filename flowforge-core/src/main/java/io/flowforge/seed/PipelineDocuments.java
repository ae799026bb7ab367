package io.flowforge.seed;

import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Form;
import io.flowforge.pipeline.FormField;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator.Definition;
import io.flowforge.pipeline.Step;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.SeedCount.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the pipelines of the files with those of MongoDB, and writes what differs. */
final class PipelineDocuments {

  private final PipelineStore store;
  private final ServiceRequestStore requests;
  private final InstantSource clock;

  PipelineDocuments(PipelineStore store, ServiceRequestStore requests, InstantSource clock) {
    this.store = store;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * What became of the pipelines.
   *
   * @param byId as they are in the store now
   */
  record Written(Map<String, Pipeline> byId, SeedCount count) {}

  /**
   * Notes what stands against the files.
   *
   * @param organizations those that PostgreSQL has, by name
   */
  void check(
      List<SeedPipeline> pipelines, Map<String, Organization> organizations, Problems problems) {
    for (SeedPipeline pipeline : pipelines) {
      Optional<Pipeline> stored = store.find(pipeline.id());
      Organization organization = organizations.get(pipeline.organization());
      stored.ifPresent(found -> check(pipeline, found, organization, problems));
    }
  }

  Written write(List<SeedPipeline> pipelines, Map<String, Integer> orgIds) {
    Map<String, Pipeline> byId = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (SeedPipeline pipeline : pipelines) {
      int orgId = orgIds.getOrDefault(pipeline.organization(), 0);
      Pipeline stored = store.find(pipeline.id()).orElse(null);
      Pipeline wanted = wanted(pipeline, orgId, stored);
      if (wanted.equals(stored)) {
        changes.add(Change.UNCHANGED);
      } else {
        store.save(wanted);
        changes.add(stored == null ? Change.CREATED : Change.UPDATED);
      }
      byId.put(pipeline.id(), wanted);
    }
    return new Written(byId, SeedCount.of(changes));
  }

  private void check(
      SeedPipeline pipeline,
      Pipeline stored,
      @Nullable Organization organization,
      Problems problems) {
    if (organization == null || organization.orgId() != stored.orgId()) {
      // The id comes from the organization's name, and that organization has been renamed.
      problems.add(
          pipeline.place(),
          ("pipeline '%s' belongs to organization %d in the database, which was named '%s' once;"
                  + " write its new name in org.csv and here, or rename the pipeline")
              .formatted(stored.pipelineName(), stored.orgId(), pipeline.organization()));
      return;
    }
    boolean isSameWork =
        stored.firstStepName().equals(pipeline.definition().firstStepName())
            && stored.steps().equals(steps(pipeline.definition()));
    // A request goes through the steps that it was made for.
    long open = isSameWork ? 0 : requests.countOpenOf(pipeline.id());
    if (open > 0) {
      problems.add(
          pipeline.place(),
          ("the steps of '%s' differ from the database, where %d of its requests have not ended;"
                  + " let them end or cancel them first, or rename the pipeline")
              .formatted(stored.pipelineName(), open));
    }
  }

  /** The pipeline as the file wants it; with the version that is stored when nothing differs. */
  private Pipeline wanted(SeedPipeline pipeline, int orgId, @Nullable Pipeline stored) {
    if (stored == null) {
      Instant now = clock.instant();
      return pipeline(pipeline, orgId, pipeline.owner(), 1, now);
    }
    Pipeline sameVersion =
        pipeline(pipeline, orgId, stored.userId(), stored.version(), stored.createdOn());
    return sameVersion.equals(stored)
        ? sameVersion
        // Whoever has the old form on the screen shall load the new one.
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
        new Form(definition.form().fields().stream().map(PipelineDocuments::asStored).toList()));
  }

  private static List<Step> steps(Definition definition) {
    return definition.steps().stream().map(PipelineDocuments::asStored).toList();
  }

  /** With numbers as they come back from the store, so that equal steps are found equal. */
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
