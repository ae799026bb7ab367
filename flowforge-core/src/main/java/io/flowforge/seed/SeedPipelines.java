package io.flowforge.seed;

import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.PipelineValidator.Definition;
import io.flowforge.seed.file.JsonFile;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
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
  private final List<String> warnings = new ArrayList<>();

  private SeedPipelines() {}

  static SeedPipelines read(
      Path directory,
      SeedOrganizations organizations,
      PipelineValidator validator,
      ObjectReader reader,
      Problems problems) {
    var pipelines = new SeedPipelines();
    for (JsonFile file : JsonFile.allIn(directory, "pipelines", problems)) {
      file.as(PipelineDraft.class, reader, problems)
          .ifPresent(
              draft ->
                  file.as(OwnerReference.class, reader, problems)
                      .flatMap(owner -> organization(file, owner, organizations, problems))
                      .ifPresent(
                          organization ->
                              pipelines.add(file, draft, organization, validator, problems)));
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
    return Optional.ofNullable(byId.get(StableId.ofPipeline(organization, name)));
  }

  /** Returns whether there is a file for this pipeline that is invalid. */
  boolean hasInvalid(String organization, String name) {
    return withProblems.contains(StableId.ofPipeline(organization, name));
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
