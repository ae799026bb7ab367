package io.flowforge.seed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
import java.util.List;

/** The content of the seed files, valid as far as the files alone can tell. */
record SeedData(
    List<Located<SeedUser>> users,
    List<SeedOrganization> organizations,
    List<SeedMembership> memberships,
    List<SeedPipeline> pipelines,
    List<SeedRequest> requests,
    List<String> warnings) {

  /**
   * Reads all files.
   *
   * @throws io.flowforge.error.InvalidException with the problems of all files in its details
   */
  static SeedData read(
      Path directory, PipelineValidator validator, SubmissionValidator submissions) {
    var problems = new Problems();
    ObjectReader json =
        Json.mapper()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    SeedUsers users = SeedUsers.read(directory, problems);
    SeedOrganizations organizations = SeedOrganizations.read(directory, users, problems);
    SeedMemberships memberships = SeedMemberships.read(directory, users, organizations, problems);
    SeedPipelines pipelines =
        SeedPipelines.read(directory, organizations, validator, json, problems);
    List<SeedRequest> requests =
        new SeedRequests(users, organizations, memberships, pipelines, submissions, problems)
            .read(directory, json);
    problems.throwIfAny();
    return new SeedData(
        users.all(),
        organizations.all(),
        memberships.all(),
        pipelines.all(),
        requests,
        pipelines.warnings());
  }
}
