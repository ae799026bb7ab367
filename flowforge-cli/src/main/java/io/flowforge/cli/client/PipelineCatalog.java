package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.mongo.BsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pipelines that the caller may see. */
public final class PipelineCatalog {

  private static final NamedThings THINGS = new NamedThings("pipeline", "id", "pipeline_name");

  private final Api api;
  private final Organizations organizations;

  public PipelineCatalog(Api api) {
    this.api = api;
    this.organizations = new Organizations(api);
  }

  /** Returns the pipelines of the named organization, or of all if none is named. */
  public List<JsonNode> all(Optional<String> organization) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode owner : organizations.named(organization)) {
      api.get(ApiPath.of("pipeline").with("org_id", Organizations.id(owner))).forEach(all::add);
    }
    return all;
  }

  /** Returns the newest version of the pipeline with that name, or with the id of any version. */
  public JsonNode find(String idOrName, Optional<String> organization) {
    List<JsonNode> all = all(organization);
    return BsonValues.isId(idOrName) && !isAmong(all, idOrName)
        ? byId(idOrName)
        : THINGS.choose(all, idOrName);
  }

  private static boolean isAmong(List<JsonNode> pipelines, String id) {
    return pipelines.stream().anyMatch(pipeline -> pipeline.path("id").asText().equals(id));
  }

  /** Finds what is in no list: older versions and archived pipelines. */
  private JsonNode byId(String id) {
    JsonNode found = api.get(ApiPath.of("pipeline", id));
    String newest = found.path("newest_version_id").asText();
    return newest.isEmpty() ? found : api.get(ApiPath.of("pipeline", newest));
  }

  /** Returns all versions of a pipeline, newest first. */
  public List<JsonNode> versions(JsonNode pipeline) {
    return api.get(ApiPath.of("pipeline", pipeline.path("id").asText(), "versions"))
        .valueStream()
        .toList();
  }
}
