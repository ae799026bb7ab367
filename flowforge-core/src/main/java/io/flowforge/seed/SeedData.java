package io.flowforge.seed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.json.Json;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedOptions;
import io.flowforge.seed.part.StoredParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The content of the seed files, valid as far as the files alone can tell.
 *
 * @param storedOrganizations organizations that are not loaded but referred to, by name
 * @param storedPipelines pipelines that are not loaded but referred to, by id
 */
record SeedData(
    List<Located<SeedUser>> users,
    List<SeedOrganization> organizations,
    List<SeedMembership> memberships,
    List<SeedPipeline> pipelines,
    List<SeedRequest> requests,
    Map<String, Organization> storedOrganizations,
    Map<String, Pipeline> storedPipelines,
    List<String> warnings,
    List<String> mendings) {

  /**
   * Reads the files of all parts that are to be loaded.
   *
   * @throws io.flowforge.error.InvalidException with the problems of all files in its details
   */
  static SeedData read(
      Path directory,
      SeedOptions options,
      StoredParts stored,
      PipelineValidator validator,
      SubmissionValidator submissions) {
    var problems = new Problems();
    ObjectReader json =
        Json.mapper()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    var source = new SeedSource(directory, options, stored, problems);
    SeedUsers users = SeedUsers.read(source);
    SeedOrganizations organizations = SeedOrganizations.read(source, users);
    SeedMemberships memberships = SeedMemberships.read(source, users, organizations);
    SeedPipelines pipelines = SeedPipelines.read(source, organizations, validator, json);
    List<SeedRequest> requests =
        new SeedRequests(users, organizations, memberships, pipelines, submissions, problems)
            .read(source, json);
    problems.throwIfAny();
    return new SeedData(
        users.all(),
        organizations.all(),
        memberships.all(),
        pipelines.all(),
        requests,
        organizations.stored(),
        pipelines.stored(),
        pipelines.warnings(),
        problems.mendings());
  }

  /** Returns what these data lack, such as {@code 2 memberships}, apart from users. */
  List<String> missingFrom(SeedData all) {
    List<String> missing = new ArrayList<>();
    addMissing(missing, "organization", all.organizations(), organizations);
    addMissing(missing, "membership", all.memberships(), memberships);
    addMissing(missing, "pipeline", all.pipelines(), pipelines);
    addMissing(missing, "request", all.requests(), requests);
    return missing;
  }

  private static void addMissing(List<String> missing, String kind, List<?> all, List<?> present) {
    int count = all.size() - present.size();
    if (count > 0) {
      missing.add("%d %s%s".formatted(count, kind, count == 1 ? "" : "s"));
    }
  }

  /** Returns a copy without these users and all that depends on them. */
  SeedData without(Set<String> userIds) {
    List<SeedOrganization> others =
        organizations.stream().filter(one -> !userIds.contains(one.owner())).toList();
    Set<String> dropped =
        organizations.stream()
            .filter(one -> userIds.contains(one.owner()))
            .map(SeedOrganization::name)
            .collect(Collectors.toSet());
    return new SeedData(
        users.stream().filter(user -> !userIds.contains(user.value().userId())).toList(),
        others,
        memberships.stream()
            .filter(one -> !userIds.contains(one.userId()))
            .filter(one -> !dropped.contains(one.organization()))
            .toList(),
        pipelines.stream().filter(one -> !dropped.contains(one.organization())).toList(),
        requests.stream()
            .filter(one -> !userIds.contains(one.requester()))
            .filter(one -> !dropped.contains(one.pipeline().organization()))
            .toList(),
        storedOrganizations,
        storedPipelines,
        warnings,
        mendings);
  }
}
