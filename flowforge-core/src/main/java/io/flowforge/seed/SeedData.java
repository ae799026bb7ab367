package io.flowforge.seed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
import java.util.List;

/** What the files of a directory say, found to be in order as far as the files can tell. */
record SeedData(
    List<Located<SeedUser>> users,
    List<SeedOrganization> organizations,
    List<SeedMembership> memberships,
    List<SeedPipeline> pipelines,
    List<SeedRequest> requests) {

  /**
   * Reads all files.
   *
   * @throws io.flowforge.error.InvalidException with the faults of all of them in its details
   */
  static SeedData read(Path directory, PipelineValidator validator) {
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
        new SeedRequests(users, organizations, memberships, pipelines, problems)
            .read(directory, json);
    problems.refuseIfAny();
    return new SeedData(
        users.all(), organizations.all(), memberships.all(), pipelines.all(), requests);
  }
}
