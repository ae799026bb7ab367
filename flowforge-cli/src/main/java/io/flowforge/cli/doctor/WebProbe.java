package io.flowforge.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** HTTP calls of checks, with limits on time and size. Redirects are not followed. */
final class WebProbe implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long MAX_BYTES = 256 * 1024;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper mapper;

  WebProbe(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * A response.
   *
   * @param json missing if the body is not JSON
   * @param date by the clock of the server
   */
  record Answer(int status, JsonNode json, Optional<Instant> date) {}

  Answer get(URI uri) throws InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  Answer get(URI uri, String token) throws InterruptedException {
    return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token));
  }

  Answer post(URI uri, String form) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /**
   * Sends a request. Its messages name neither what was sent nor what was received.
   *
   * @throws UnavailableException if there is no response in time
   */
  private Answer send(HttpRequest.Builder builder) throws InterruptedException {
    HttpRequest request = builder.timeout(TIMEOUT).header("Accept", "application/json").build();
    try {
      HttpResponse<String> response =
          http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES));
      return new Answer(
          response.statusCode(),
          json(response.body()),
          response.headers().firstValue("Date").flatMap(WebProbe::time));
    } catch (IOException e) {
      throw new UnavailableException(
          "no response from %s (%s)".formatted(request.uri(), e.getClass().getSimpleName()), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode json(String body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Instant> time(String header) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
