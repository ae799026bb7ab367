package io.flowforge.seed;

import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.PipelineValidator.Definition;
import io.flowforge.seed.file.BrokenEntries;
import io.flowforge.seed.file.JsonFile;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.part.StoredParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of {@code pipelines/*.json}. Each file is the request body of {@code POST
 * /api/pipeline} with {@code org}, the name of the organization. Other fields are ignored, so that
 * a pipeline read from the API can be used as a file.
 */
final class SeedPipelines {

  /** The field of a file that the API does not have. */
  private record OwnerReference(@Nullable String org) {}

  private final Map<String, SeedPipeline> byId = new LinkedHashMap<>();
  private final Set<String> withProblems = new HashSet<>();
  private final BrokenEntries broken = new BrokenEntries();
  private final List<String> warnings = new ArrayList<>();

  private final Map<String, Pipeline> referenced = new LinkedHashMap<>();
  private final @Nullable StoredParts stores;

  private SeedPipelines(@Nullable StoredParts stores) {
    this.stores = stores;
  }

  /** Reads the files, or refers to the stores if pipelines are not loaded. */
  static SeedPipelines read(
      SeedSource source,
      SeedOrganizations organizations,
      PipelineValidator validator,
      ObjectReader reader) {
    if (!source.has(SeedPart.PIPELINES)) {
      return new SeedPipelines(source.stored());
    }
    var pipelines = new SeedPipelines(null);
    Problems problems = source.problems();
    for (JsonFile file : JsonFile.allIn(source.directory(), "pipelines", problems)) {
      Optional<PipelineDraft> draft = file.as(PipelineDraft.class, reader, problems);
      Optional<SeedOrganization> organization =
          draft
              .flatMap(_ -> file.as(OwnerReference.class, reader, problems))
              .flatMap(owner -> organization(file, owner, organizations, problems));
      if (draft.isPresent() && organization.isPresent()) {
        pipelines.add(file, draft.get(), organization.get(), validator, problems);
      } else {
        pipelines.broken.add(file.place() + file.text());
      }
    }
    return pipelines;
  }

  List<SeedPipeline> all() {
    return List.copyOf(byId.values());
  }

  /** Returns what this server would not run, one sentence each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Optional<SeedPipeline> named(String organization, String name) {
    String id = StableId.ofPipeline(organization, name);
    return stores == null
        ? Optional.ofNullable(byId.get(id))
        : stores.pipeline(id).map(pipeline -> ofStores(organization, pipeline));
  }

  /** Returns the pipelines of the stores that were referred to, by id. */
  Map<String, Pipeline> stored() {
    return Map.copyOf(referenced);
  }

  private SeedPipeline ofStores(String organization, Pipeline pipeline) {
    referenced.put(pipeline.id(), pipeline);
    return new SeedPipeline(
        "the database",
        pipeline.id(),
        organization,
        pipeline.userId(),
        new Definition(
            pipeline.pipelineName(),
            pipeline.pipelineDescription(),
            pipeline.firstStepName(),
            pipeline.steps(),
            pipeline.form()));
  }

  /** Returns where pipelines are looked for, as messages name it. */
  String place() {
    return stores == null ? "pipelines/" : "the database";
  }

  /** Returns whether a file with problems may be that of this pipeline. */
  boolean mayHave(String organization, String name) {
    return withProblems.contains(StableId.ofPipeline(organization, name))
        || broken.mayContain(name);
  }

  private void add(
      JsonFile file,
      PipelineDraft draft,
      SeedOrganization organization,
      PipelineValidator validator,
      Problems problems) {
    String id = StableId.ofPipeline(organization.name(), String.valueOf(draft.pipelineName()));
    try {
      Definition definition =
          validator.validateForAnyServer(
              draft, warning -> warnings.add(file.place() + ": " + warning));
      SeedPipeline same =
          byId.putIfAbsent(
              id,
              new SeedPipeline(
                  file.place(), id, organization.name(), organization.owner(), definition));
      if (same != null) {
        problems.add(
            file.place(),
            "pipeline '%s' of '%s' is already in %s; rename or remove one of them"
                .formatted(definition.pipelineName(), organization.name(), same.place()));
      }
    } catch (InvalidException e) {
      withProblems.add(id);
      e.details().forEach(problem -> problems.add(file.place(), problem));
      if (e.details().isEmpty()) {
        problems.add(file.place(), e.userMessage());
      }
    }
  }

  private static Optional<SeedOrganization> organization(
      JsonFile file, OwnerReference owner, SeedOrganizations organizations, Problems problems) {
    if (owner.org() == null || owner.org().isBlank()) {
      problems.add(file.place(), "missing required field: 'org'; write the organization's name");
      return Optional.empty();
    }
    return organizations.require(file.place(), owner.org(), problems);
  }
}
