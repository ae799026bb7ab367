package io.flowforge.seed;

import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.PipelineDraft;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.PipelineValidator.Definition;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of {@code pipelines/*.json}: each file is the body of {@code POST /api/pipeline}
 * with {@code org}, the name of the organization. As there, other fields are ignored, so that a
 * pipeline read from the API can be put into a file as it is.
 */
final class SeedPipelines {

  /** The part of a file that the API does not have. */
  private record Target(@Nullable String org) {}

  private final Map<String, SeedPipeline> byId = new LinkedHashMap<>();
  private final Set<String> withFaults = new HashSet<>();

  private SeedPipelines() {}

  static SeedPipelines read(
      Path directory,
      SeedOrganizations organizations,
      PipelineValidator validator,
      ObjectReader reader,
      Faults faults) {
    var pipelines = new SeedPipelines();
    for (JsonFile file : JsonFile.allIn(directory, "pipelines", faults)) {
      file.as(PipelineDraft.class, reader, faults)
          .ifPresent(
              draft ->
                  file.as(Target.class, reader, faults)
                      .flatMap(target -> organization(file, target, organizations, faults))
                      .ifPresent(
                          organization ->
                              pipelines.add(file, draft, organization, validator, faults)));
    }
    return pipelines;
  }

  List<SeedPipeline> all() {
    return List.copyOf(byId.values());
  }

  Optional<SeedPipeline> named(String organization, String name) {
    return Optional.ofNullable(byId.get(StableId.ofPipeline(organization, name)));
  }

  /** Whether there is such a file, though what it says is no pipeline. */
  boolean hasFaulty(String organization, String name) {
    return withFaults.contains(StableId.ofPipeline(organization, name));
  }

  private void add(
      JsonFile file,
      PipelineDraft draft,
      SeedOrganization organization,
      PipelineValidator validator,
      Faults faults) {
    String id = StableId.ofPipeline(organization.name(), String.valueOf(draft.pipelineName()));
    try {
      Definition definition = validator.validate(draft);
      SeedPipeline same =
          byId.putIfAbsent(
              id,
              new SeedPipeline(
                  file.place(), id, organization.name(), organization.owner(), definition));
      if (same != null) {
        faults.add(
            file.place(),
            "pipeline '%s' of '%s' is in %s already; rename or remove one of them"
                .formatted(definition.pipelineName(), organization.name(), same.place()));
      }
    } catch (InvalidException e) {
      withFaults.add(id);
      faults.add(file.place(), withDetails(e));
    }
  }

  private static Optional<SeedOrganization> organization(
      JsonFile file, Target target, SeedOrganizations organizations, Faults faults) {
    if (target.org() == null || target.org().isBlank()) {
      faults.add(file.place(), "missing required field: 'org'; write the organization's name");
      return Optional.empty();
    }
    return organizations.require(file.place(), target.org(), faults);
  }

  /** The message names the first of the details, with what it is about. */
  private static String withDetails(InvalidException fault) {
    List<String> details = fault.details();
    return details.size() < 2
        ? fault.userMessage()
        : fault.userMessage() + "; " + String.join("; ", details.subList(1, details.size()));
  }
}
