package io.flowforge.seed;

import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator.Definition;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.pipeline.form.FormField;
import io.flowforge.pipeline.version.VersionWriter;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.NewestVersions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of seeding that writes pipelines, and new versions of those that differ. */
final class PipelineWriter {

  private final PipelineStore store;
  private final NewestVersions newest;
  private final VersionWriter versions;
  private final InstantSource clock;

  PipelineWriter(
      PipelineStore store, NewestVersions newest, VersionWriter versions, InstantSource clock) {
    this.store = store;
    this.newest = newest;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * The result of writing the pipelines.
   *
   * @param byId the newest versions as they are stored now, by the ids of the files' pipelines
   * @param replaced which pipelines have a new version, one line each
   */
  record WrittenPipelines(Map<String, Pipeline> byId, SeedCount count, List<String> replaced) {}

  /**
   * Reports conflicts of the files with the stored pipelines.
   *
   * @param organizations the organizations in PostgreSQL by name
   */
  void check(
      Tx tx,
      List<SeedPipeline> pipelines,
      Map<String, Organization> organizations,
      Problems problems) {
    for (SeedPipeline pipeline : pipelines) {
      Optional<Pipeline> stored = newest.find(tx, pipeline.id());
      Organization organization = organizations.get(pipeline.organization());
      stored.ifPresent(found -> check(tx, pipeline, found, organization, problems));
    }
  }

  /** Writes the pipelines that differ; in a dry run, counts them only. */
  WrittenPipelines write(
      List<SeedPipeline> pipelines, Map<String, Integer> orgIds, boolean isDryRun) {
    Map<String, Pipeline> byId = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    List<String> replaced = new ArrayList<>();
    for (SeedPipeline pipeline : pipelines) {
      int orgId = orgIds.getOrDefault(pipeline.organization(), 0);
      Pipeline stored = newest.find(pipeline.id()).orElse(null);
      if (stored == null) {
        Pipeline added = first(pipeline, orgId);
        if (!isDryRun) {
          store.save(added);
        }
        changes.add(Change.CREATED);
        byId.put(pipeline.id(), added);
      } else if (isSame(pipeline, stored)) {
        changes.add(Change.UNCHANGED);
        byId.put(pipeline.id(), stored);
      } else {
        Pipeline successor = successor(pipeline, stored);
        String what;
        if (isDryRun) {
          what = "would get version %d".formatted(successor.version());
        } else {
          versions.write(stored, successor, _ -> {});
          what = "has version %d now, %s".formatted(successor.version(), successor.id());
        }
        changes.add(Change.UPDATED);
        replaced.add(
            "%s: pipeline '%s' %s".formatted(pipeline.place(), successor.pipelineName(), what));
        byId.put(pipeline.id(), successor);
      }
    }
    return new WrittenPipelines(byId, SeedCount.of(changes), replaced);
  }

  private void check(
      Tx tx,
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
    if (newest.isArchived(tx, stored.id()) && !isSame(pipeline, stored)) {
      problems.add(
          pipeline.place(),
          ("pipeline '%s' differs from that in the database, which is archived; restore it there,"
                  + " or rename the pipeline")
              .formatted(stored.pipelineName()));
    }
  }

  /** Compares what the file says, not who stored it when, as which version. */
  private static boolean isSame(SeedPipeline file, Pipeline stored) {
    Definition definition = asStored(file.definition());
    return definition.equals(
        new Definition(
            stored.pipelineName(),
            stored.pipelineDescription(),
            stored.firstStepName(),
            stored.steps(),
            stored.form()));
  }

  private Pipeline first(SeedPipeline file, int orgId) {
    return pipeline(file.id(), file.owner(), orgId, 1, null, file);
  }

  private Pipeline successor(SeedPipeline file, Pipeline newest) {
    return pipeline(
        BsonValues.newId(),
        newest.userId(),
        newest.orgId(),
        newest.version() + 1,
        newest.id(),
        file);
  }

  private Pipeline pipeline(
      String id,
      String userId,
      int orgId,
      int version,
      @Nullable String prevVersionId,
      SeedPipeline file) {
    Definition definition = asStored(file.definition());
    return new Pipeline(
        id,
        userId,
        orgId,
        definition.pipelineName(),
        definition.pipelineDescription(),
        version,
        prevVersionId,
        definition.firstStepName(),
        definition.steps(),
        clock.instant(),
        definition.form());
  }

  private static Definition asStored(Definition definition) {
    return new Definition(
        definition.pipelineName(),
        definition.pipelineDescription(),
        definition.firstStepName(),
        steps(definition),
        new Form(definition.form().fields().stream().map(PipelineWriter::asStored).toList()));
  }

  private static List<Step> steps(Definition definition) {
    return definition.steps().stream().map(PipelineWriter::asStored).toList();
  }

  /** Converts numbers as the store does, so that equal steps compare as equal. */
  private static Step asStored(Step step) {
    return step.with(BsonValues.object(BsonValues.document(step.parameters())));
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
            : BsonValues.json(BsonValues.value(field.defaultValue())),
        field.rules());
  }
}
