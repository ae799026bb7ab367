package io.flowforge.cli.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One user of the API, as patient as a real one: who gets no answer, or is told to come back, tries
 * again at another server. Safe for use by many threads.
 */
final class Client {

  /** How long a server may take; a frozen one takes longer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIN_WAIT_MILLIS = 50;
  private static final int MAX_WAIT_MILLIS = 500;

  private final HttpClient http;
  private final List<String> servers;
  private final String token;
  private final Conversation conversation;

  Client(HttpClient http, List<String> servers, String token, Conversation conversation) {
    this.http = http;
    this.servers = servers;
    this.token = token;
    this.conversation = conversation;
  }

  /**
   * An answer that is none of "come back later".
   *
   * @param isFirst whether no attempt before it may have had an effect that nobody told of
   * @param at when it arrived
   */
  record Answer(int status, String body, boolean isFirst, Instant at) {

    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends it until it is answered.
   *
   * @return empty when nobody answered for a minute
   */
  Optional<Answer> send(RandomGenerator random, String method, String path, String body)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean isFirst = true;
    while (System.nanoTime() - end < 0) {
      try {
        HttpResponse<String> response =
            http.send(
                request(servers.get(random.nextInt(servers.size())), method, path, body),
                BodyHandlers.ofString());
        Instant at = Instant.now();
        conversation.heard(method + " " + path, response);
        if (response.statusCode() != 503) {
          return Optional.of(new Answer(response.statusCode(), response.body(), isFirst, at));
        }
      } catch (IOException _) {
        conversation.heardNothing();
      }
      isFirst = false;
      Time.pass(Duration.ofMillis(random.nextInt(MIN_WAIT_MILLIS, MAX_WAIT_MILLIS)));
      if (Thread.interrupted()) {
        throw new InterruptedException("the load is over");
      }
    }
    return Optional.empty();
  }

  private HttpRequest request(String server, String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .build();
  }
}
