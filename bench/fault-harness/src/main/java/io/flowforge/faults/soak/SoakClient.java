package io.flowforge.faults.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;

/** A member who submits requests and looks at them, one call after another, without retries. */
final class SoakClient implements Runnable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_THINK_MILLIS = 800;

  private final HttpClient http;
  private final String api;
  private final String token;
  private final Work work;
  private final Calls calls;
  private final Random random;
  private final ObjectMapper json = Json.mapper();

  /**
   * Creates the client.
   *
   * @param api the base URL of the API
   */
  SoakClient(HttpClient http, String api, String token, Work work, Calls calls, Random random) {
    this.http = http;
    this.api = api;
    this.token = token;
    this.work = work;
    this.calls = calls;
    this.random = random;
  }

  /** The pipeline that the requests of the client are for. */
  record Work(int orgId, String pipelineId) {}

  /** Works until the thread is interrupted. */
  @Override
  public void run() {
    ObjectNode submission =
        json.createObjectNode().put("org_id", work.orgId()).put("pipeline_id", work.pipelineId());
    submission.putObject("form_data").put("ticket", "soak");
    try {
      while (!Thread.currentThread().isInterrupted()) {
        String id = idIn(call("create", "POST", "/service_request", submission.toString()));
        if (!id.isEmpty()) {
          String path = "/service_request/" + id;
          call("start", "PUT", path + "/start", "");
          call("get", "GET", path, "");
          call("list", "GET", "/service_request?page_size=20&org_id=" + work.orgId(), "");
          call("steps", "GET", path + "/steps", "");
          call("logs", "GET", path + "/logs/s1", "");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the body of the response, or an empty string after an error. */
  private String call(String name, String method, String path, String body)
      throws InterruptedException {
    Wait.pass(Duration.ofMillis(random.nextInt(MAX_THINK_MILLIS)));
    if (Thread.interrupted()) {
      throw new InterruptedException("the soak is over");
    }
    long begin = System.nanoTime();
    try {
      HttpResponse<String> response =
          http.send(request(method, path, body), BodyHandlers.ofString());
      if (response.statusCode() / 100 == 2) {
        calls.succeeded(name, Duration.ofNanos(System.nanoTime() - begin));
        return response.body();
      }
      calls.failed(name, response.statusCode() + " " + response.body());
    } catch (IOException e) {
      calls.failed(name, e.toString());
    }
    return "";
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }

  private String idIn(String body) {
    try {
      return body.isEmpty() ? "" : json.readTree(body).path("id").asText();
    } catch (JsonProcessingException e) {
      calls.failed("create", "the response is not JSON: " + e.getOriginalMessage());
      return "";
    }
  }
}
