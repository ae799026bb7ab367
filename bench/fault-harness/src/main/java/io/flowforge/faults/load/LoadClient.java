package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
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
 * A user of the API. Without a response, or with a 503, it retries at a random server, as real
 * clients do. Safe for use by many threads.
 */
public final class LoadClient {

  /** Less than a frozen server takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
  private static final int MIN_WAIT_MILLIS = 50;
  private static final int MAX_WAIT_MILLIS = 500;

  private final HttpClient http;
  private final List<String> servers;
  private final String token;
  private final Conversation conversation;
  private final boolean isForNewRoutes;

  /** Creates a client of all servers of the cluster. */
  public LoadClient(Cluster cluster, String token, Conversation conversation) {
    this(cluster, token, conversation, false);
  }

  private LoadClient(
      Cluster cluster, String token, Conversation conversation, boolean isForNewRoutes) {
    this.isForNewRoutes = isForNewRoutes;
    this.http = cluster.http();
    this.servers = cluster.servers().stream().map(ServerProcess::url).toList();
    this.token = token;
    this.conversation = conversation;
  }

  /** Creates a client for a route that servers of an earlier release do not have. */
  static LoadClient forNewRoutes(Cluster cluster, String token, Conversation conversation) {
    return new LoadClient(cluster, token, conversation, true);
  }

  /**
   * A response other than 503.
   *
   * @param isFirst whether no earlier attempt may have had an effect without a response
   * @param at when it arrived
   */
  record FinalResponse(int status, String body, boolean isFirst, Instant at) {

    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends a call until it gets a response.
   *
   * @return empty if no server responded within a minute
   */
  Optional<FinalResponse> send(RandomGenerator random, String method, String path, String body)
      throws InterruptedException {
    return send(random, method, path, body, "");
  }

  /**
   * Sends a call until it gets a response.
   *
   * @param key the idempotency key, empty for none
   * @return empty if no server responded within a minute
   */
  Optional<FinalResponse> send(
      RandomGenerator random, String method, String path, String body, String key)
      throws InterruptedException {
    long end = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    boolean isFirst = true;
    boolean isKnown = true;
    while (System.nanoTime() - end < 0) {
      try {
        HttpResponse<String> response =
            http.send(
                request(servers.get(random.nextInt(servers.size())), method, path, body, key),
                BodyHandlers.ofString());
        Instant at = Instant.now();
        isKnown = !isForNewRoutes || response.statusCode() != 404;
        if (isKnown) {
          conversation.received(method + " " + path, response);
        }
        if (isKnown && response.statusCode() != 503) {
          return Optional.of(
              new FinalResponse(response.statusCode(), response.body(), isFirst, at));
        }
      } catch (IOException _) {
        conversation.receivedNothing();
      }
      isFirst = false;
      Wait.pass(Duration.ofMillis(random.nextInt(MIN_WAIT_MILLIS, MAX_WAIT_MILLIS)));
      if (Thread.interrupted()) {
        throw new InterruptedException("the load is over");
      }
    }
    if (isKnown) {
      conversation.gaveUp(method + " " + path, GIVE_UP_AFTER);
    }
    return Optional.empty();
  }

  private HttpRequest request(String server, String method, String path, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return request.build();
  }
}
