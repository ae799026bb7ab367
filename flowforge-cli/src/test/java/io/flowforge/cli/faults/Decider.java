package io.flowforge.cli.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.faults.Client.Answer;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * An admin who looks at what waits, and approves most of it, rejects or cancels some, and leaves
 * some waiting for ever.
 */
final class Decider {

  private static final double SHARE_LEFT = 0.01;
  private static final double SHARE_REJECTED = 0.12;
  private static final double SHARE_CANCELLED = 0.05;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int PAGE_SIZE = 100;

  private final Client client;
  private final int orgId;
  private final long seed;
  private final Conversation conversation;
  private final ExecutorService threads;
  private final ObjectMapper json = Json.mapper();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Decider(Client client, int orgId, long seed, Conversation conversation, ExecutorService threads) {
    this.client = client;
    this.orgId = orgId;
    this.seed = seed;
    this.conversation = conversation;
    this.threads = threads;
  }

  /** Whether this request, once it waits, is left waiting. */
  boolean leaves(String requestId) {
    return randomOf(requestId).nextDouble() < SHARE_LEFT;
  }

  /** Works until the thread is interrupted. */
  void work() {
    var random = new Random(seed);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        decideWhatWaits(random);
        Time.pass(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void decideWhatWaits(Random random) throws InterruptedException {
    int seen = PAGE_SIZE;
    for (int page = 1; seen == PAGE_SIZE; page++) {
      JsonNode waiting = pageOfWaiting(page, random);
      seen = waiting.size();
      for (JsonNode request : waiting) {
        String id = request.path("id").asText();
        if (!leaves(id) && underWay.add(id)) {
          threads.execute(() -> decide(id));
        }
      }
    }
  }

  private JsonNode pageOfWaiting(int page, Random random) throws InterruptedException {
    String path =
        "/api/service_request/admin?org_id=%d&status=Pending&page=%d&page_size=%d"
            .formatted(orgId, page, PAGE_SIZE);
    Optional<Answer> answer = client.send(random, "GET", path, "");
    try {
      return json.readTree(answer.map(Answer::body).orElse("{}")).path("data");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON: " + answer, e);
    }
  }

  private void decide(String id) {
    Random random = randomOf(id);
    double share = random.nextDouble() - SHARE_LEFT;
    Action action =
        share < SHARE_REJECTED
            ? Action.REJECT
            : share < SHARE_REJECTED + SHARE_CANCELLED ? Action.CANCEL : Action.APPROVE;
    try {
      String path = "/api/service_request/" + id + "/" + action.path();
      client
          .send(random, "PUT", path, "")
          .filter(Answer::isSuccess)
          .ifPresent(success -> conversation.accept(new Accepted(id, action, success.at())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(id);
    }
  }

  /** The same for a request whenever it waits, so that a decision that was not answered stays. */
  private Random randomOf(String requestId) {
    return new Random(seed ^ requestId.hashCode() * 0x9E37_79B9_7F4A_7C15L);
  }
}
