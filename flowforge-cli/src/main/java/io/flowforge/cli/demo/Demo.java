package io.flowforge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.embedded.loopback.ReceivedCall;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The whole life of a service request, driven over HTTP by an admin and a requester. It fails if
 * anything differs from what is expected.
 */
public final class Demo {

  private final ObjectMapper json = Json.mapper();
  private final StubService stub;
  private final PrintWriter out;

  public Demo(StubService stub, PrintWriter out) {
    this.stub = stub;
    this.out = out;
  }

  /**
   * The people in the demonstration.
   *
   * @param orgId the organization of both
   */
  public record Cast(
      int orgId,
      String adminName,
      String adminToken,
      String requesterName,
      String requesterToken) {}

  /**
   * Runs the demonstration.
   *
   * @throws DemoFailedException if anything goes wrong
   */
  public void play(URI server, Cast cast) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      play(
          cast,
          new ApiClient(http, server, cast.adminToken(), json),
          new ApiClient(http, server, cast.requesterToken(), json));
    }
  }

  private void play(Cast cast, ApiClient admin, ApiClient requester) throws InterruptedException {
    say(cast.adminName() + ", an admin, creates a pipeline (POST /api/pipeline)");
    JsonNode pipeline = admin.post("/api/pipeline", pipeline(cast.orgId()));
    out.println("       API step -> approval -> API step; the form fills in ${name} ...");

    say(cast.requesterName() + ", a member, fills in its form (POST /api/service_request)");
    JsonNode request = requester.post("/api/service_request", request(cast.orgId(), pipeline));
    String id = request.path("id").asText();
    out.println("       request " + id + " with " + request.path("form_data"));

    say(cast.requesterName() + " starts it (PUT /api/service_request/{id}/start)");
    requester.put("/api/service_request/" + id + "/start");
    var watch = new RequestWatch(requester, id, out);
    watch.until("Pending");
    requireCalls(1);

    say(cast.adminName() + " finds it in the list of waiting requests and approves it");
    requireListed(admin.get(waiting(cast.orgId())), id);
    admin.put("/api/service_request/" + id + "/approve");
    watch.until("Completed");

    say("The service received these calls:");
    List<ReceivedCall> calls = requireCalls(2);
    calls.forEach(this::print);
    require(calls.get(0).target().equals("/names/demo%2Frocket%20science"), "the name in the URL");
    require(
        calls
            .get(1)
            .body()
            .equals(
                "{\"name\":\"demo/rocket science\",\"private\":\"internal\",\"topics\":[\"backend\",\"tools\"]}"),
        "the values in the body");
  }

  private ObjectNode pipeline(int orgId) {
    try (InputStream resource = Demo.class.getResourceAsStream("/demo/pipeline.json")) {
      if (resource == null) {
        throw new IllegalStateException("demo/pipeline.json is not in the jar");
      }
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      ObjectNode pipeline = json.readValue(text.replace("TARGET", stub.uri()), ObjectNode.class);
      return pipeline.put("org_id", orgId);
    } catch (IOException e) {
      throw new IllegalStateException("demo/pipeline.json cannot be read", e);
    }
  }

  private ObjectNode request(int orgId, JsonNode pipeline) {
    ObjectNode request = json.createObjectNode().put("org_id", orgId);
    request.set("pipeline_id", pipeline.path("id"));
    ObjectNode form = request.putObject("form_data");
    form.put("name", "demo/rocket science").put("visibility", "internal");
    form.putArray("topics").add("backend").add("tools");
    return request;
  }

  private static String waiting(int orgId) {
    return "/api/service_request/admin?page=1&page_size=10&status=Pending&org_id=" + orgId;
  }

  private void requireListed(JsonNode page, String id) {
    boolean isListed = page.path("data").findValuesAsText("id").contains(id);
    require(isListed, "the request in the list of waiting requests");
    out.printf("       %d waiting%n", page.path("metadata").path("total_count").asInt());
  }

  private List<ReceivedCall> requireCalls(int count) {
    List<ReceivedCall> calls = stub.calls();
    require(calls.size() == count, count + " calls, not " + calls.size());
    return calls;
  }

  private static void require(boolean condition, String expectation) {
    if (!condition) {
      throw new DemoFailedException("expected " + expectation);
    }
  }

  private void print(ReceivedCall call) {
    out.printf("       %s %s %s%n", call.method(), call.target(), call.body());
    out.printf("         Idempotency-Key: %s%n", call.idempotencyKey().orElse("none"));
  }

  private void say(String text) {
    out.println();
    out.println("  >  " + text);
    out.flush();
  }
}
