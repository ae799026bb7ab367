package io.flowforge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the API for one user. */
final class ApiClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI base;
  private final String token;
  private final ObjectMapper json;

  ApiClient(HttpClient http, URI base, String token, ObjectMapper json) {
    this.http = http;
    this.base = base;
    this.token = token;
    this.json = json;
  }

  JsonNode get(String path) throws InterruptedException {
    return send("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, JsonNode body) throws InterruptedException {
    return send("POST", path, BodyPublishers.ofString(body.toString()));
  }

  JsonNode put(String path) throws InterruptedException {
    return send("PUT", path, BodyPublishers.noBody());
  }

  /**
   * Sends a request and returns the JSON of the response.
   *
   * @throws DemoFailedException if the status code is not 2xx, or there is no response
   */
  private JsonNode send(String method, String path, BodyPublisher body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new DemoFailedException(
            "%s %s returned %d: %s"
                .formatted(method, path, response.statusCode(), response.body()));
      }
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new DemoFailedException("%s %s got no response: %s".formatted(method, path, e));
    }
  }
}
