package io.flowforge.server.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/**
 * Somebody who calls the server over HTTP as one person, or as nobody.
 *
 * @param isDescribed whether every answer has to be as openapi.yaml says
 */
public record Client(HttpClient http, int port, String token, boolean isDescribed) {

  public Client(HttpClient http, int port, String token) {
    this(http, port, token, false);
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer, whose body every test expects to be JSON. */
  public record Answer(int status, HttpResponse<String> response) {

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + response.body(), e);
      }
    }

    public String message() {
      return json().path("message").asText();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  public Client as(String otherToken) {
    return new Client(http, port, otherToken, isDescribed);
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  public Answer put(String path) {
    return send("PUT", path, "");
  }

  /** A call with a JSON body, or with none when it is empty. */
  public Answer send(String method, String path, String body) {
    HttpRequest.Builder request = request(path);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    return send(request);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpRequest built = request.build();
      HttpResponse<String> response = http.send(built, BodyHandlers.ofString());
      if (isDescribed) {
        ApiDocument.requireDescribed(built.method(), built.uri().getRawPath(), response);
      }
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
