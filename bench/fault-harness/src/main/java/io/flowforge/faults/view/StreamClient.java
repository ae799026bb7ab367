package io.flowforge.faults.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A person who reads the API at a random server. Safe for use by many threads. */
final class StreamClient {

  /** Less than a frozen server takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
  private static final int MAX_WAIT_MILLIS = 500;

  private final HttpClient http;
  private final List<String> servers;
  private final String token;
  private final AtomicInteger connections = new AtomicInteger();

  StreamClient(Cluster cluster, String token) {
    this.http = cluster.http();
    this.servers = cluster.servers().stream().map(ServerProcess::url).toList();
    this.token = token;
  }

  /** Opens a stream behind the event with that id, or a new one if it is empty. */
  OpenEventStream open(RandomGenerator random, String path, String lastEventId) {
    connections.incrementAndGet();
    HttpRequest.Builder request = request(random, path).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return OpenEventStream.open(http, request::build);
  }

  /** Returns how many streams were opened. */
  int connections() {
    return connections.get();
  }

  /**
   * Reads a resource, again and again until a server has it.
   *
   * @return empty if none responded with it within a minute
   */
  Optional<JsonNode> get(RandomGenerator random, String path) throws InterruptedException {
    long end = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        HttpResponse<String> response =
            http.send(request(random, path).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return Optional.of(Json.mapper().readTree(response.body()));
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a response that is not JSON: " + path, e);
      } catch (IOException _) {
        // The server was killed, or is frozen.
      }
      pause(random);
    }
    return Optional.empty();
  }

  /**
   * Lets a moment pass before the next attempt.
   *
   * @throws InterruptedException if the viewer is to stop
   */
  static void pause(RandomGenerator random) throws InterruptedException {
    Wait.pass(Duration.ofMillis(random.nextInt(MAX_WAIT_MILLIS)));
    if (Thread.interrupted()) {
      throw new InterruptedException("the run is over");
    }
  }

  private HttpRequest.Builder request(RandomGenerator random, String path) {
    return HttpRequest.newBuilder(URI.create(servers.get(random.nextInt(servers.size())) + path))
        .header("Authorization", "Bearer " + token);
  }
}
