package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
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

  /** Returns the pipeline with that id or name. */
  public JsonNode find(String idOrName, Optional<String> organization) {
    return THINGS.choose(all(organization), idOrName);
  }
}
