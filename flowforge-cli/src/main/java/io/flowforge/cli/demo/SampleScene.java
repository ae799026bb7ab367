package io.flowforge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Requests of the sample's people at every stage: completed, failed, running, and waiting for
 * somebody. They are made over HTTP, as people make them, so that there is something to see and to
 * decide as soon as somebody signs in.
 */
public final class SampleScene {

  private static final String ADA = "auth0|sample-ada";
  private static final String MIKE = "auth0|sample-mike";
  private static final String MIA = "auth0|sample-mia";

  private static final String REPOSITORY = "Request a repository";

  private final ObjectMapper json = Json.mapper();
  private final URI server;
  private final UnaryOperator<String> tokens;

  /**
   * @param tokens returns the access token of a user, by the id
   */
  public SampleScene(URI server, UnaryOperator<String> tokens) {
    this.server = server;
    this.tokens = tokens;
  }

  /**
   * Submits and starts the requests, and waits until all but the running one are where they stay.
   *
   * @param engineering the id of the organization Example Engineering
   * @param finance the id of the organization Example Finance
   * @throws DemoFailedException if the people or the pipelines are not those of the sample
   */
  public void play(int engineering, int finance) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      ApiClient mike = client(http, MIKE);
      ApiClient mia = client(http, MIA);
      String approved = started(mike, engineering, REPOSITORY, form("approved-repository"));
      new RequestWait(mike, approved).until("Pending");
      client(http, ADA).put(path(approved) + "/approve");
      String failing = started(mike, engineering, "Reset a test database", form("locked-database"));
      String waiting = started(mike, engineering, REPOSITORY, form("waiting-repository"));
      String elsewhere = started(mia, finance, "Welcome a colleague", form("new-colleague"));
      new RequestWait(mike, approved).until("Completed");
      new RequestWait(mike, failing).until("Failed");
      new RequestWait(mike, waiting).until("Pending");
      new RequestWait(mia, elsewhere).until("Pending");
      // The last one, because it runs for some seconds.
      started(mia, engineering, "Import a repository", form("running-import"));
    }
  }

  private ApiClient client(HttpClient http, String userId) {
    return new ApiClient(http, server, tokens.apply(userId), json);
  }

  /** Submits and starts a request, and returns its id. */
  private String started(ApiClient requester, int orgId, String pipeline, JsonNode filledIn)
      throws InterruptedException {
    ObjectNode request = json.createObjectNode().put("org_id", orgId);
    request.put("pipeline_id", pipelines(requester, orgId).getOrDefault(pipeline, ""));
    request.set("form_data", filledIn.path("form_data"));
    request.set("remarks", filledIn.path("remarks"));
    String id = requester.post("/api/service_request", request).path("id").asText();
    requester.put(path(id) + "/start");
    return id;
  }

  /** Returns the ids of an organization's pipelines by their names. */
  private static Map<String, String> pipelines(ApiClient member, int orgId)
      throws InterruptedException {
    Map<String, String> ids = new HashMap<>();
    for (JsonNode pipeline : member.get("/api/pipeline?org_id=" + orgId)) {
      ids.put(pipeline.path("pipeline_name").asText(), pipeline.path("id").asText());
    }
    return ids;
  }

  private JsonNode form(String name) {
    try (var forms = SampleScene.class.getResourceAsStream("/demo/scene.json")) {
      if (forms == null) {
        throw new IllegalStateException("demo/scene.json is not in the jar");
      }
      return json.readTree(forms).path(name);
    } catch (IOException e) {
      throw new IllegalStateException("demo/scene.json cannot be read", e);
    }
  }

  private static String path(String requestId) {
    return "/api/service_request/" + requestId;
  }
}
