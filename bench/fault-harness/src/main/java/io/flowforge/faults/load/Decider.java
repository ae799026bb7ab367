package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Tables;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * An admin who approves most waiting requests, rejects or cancels some, and leaves a few waiting.
 * It finds them in the database, because listing them through the API would repair what the
 * reconciler has to repair.
 */
final class Decider {

  private static final double SHARE_LEFT = 0.01;
  private static final double SHARE_REJECTED = 0.12;
  private static final double SHARE_CANCELLED = 0.05;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final LoadClient client;
  private final Tables tables;
  private final long seed;
  private final Conversation conversation;
  private final ExecutorService threads;
  private final Set<String> inProgress = ConcurrentHashMap.newKeySet();

  Decider(
      LoadClient client,
      Tables tables,
      long seed,
      Conversation conversation,
      ExecutorService threads) {
    this.client = client;
    this.tables = tables;
    this.seed = seed;
    this.conversation = conversation;
    this.threads = threads;
  }

  /** Returns whether this request, once it waits, is left waiting. */
  boolean leaves(String requestId) {
    return randomOf(requestId).nextDouble() < SHARE_LEFT;
  }

  /** Decides until the thread is interrupted. */
  void work() {
    while (!Thread.currentThread().isInterrupted()) {
      decidePending();
      Wait.pass(POLL_INTERVAL);
    }
  }

  private void decidePending() {
    try {
      for (String id : tables.pending()) {
        if (!leaves(id) && inProgress.add(id)) {
          threads.execute(() -> decide(id));
        }
      }
    } catch (SQLException _) {
      // PostgreSQL is down, so nobody can decide anything.
    }
  }

  private void decide(String id) {
    Random random = randomOf(id);
    double share = random.nextDouble() - SHARE_LEFT;
    RequestAction action =
        share < SHARE_REJECTED
            ? RequestAction.REJECT
            : share < SHARE_REJECTED + SHARE_CANCELLED
                ? RequestAction.CANCEL
                : RequestAction.APPROVE;
    try {
      String path = "/api/service_request/" + id + "/" + action.path();
      client
          .send(random, "PUT", path, "")
          .filter(FinalResponse::isSuccess)
          .ifPresent(success -> conversation.accept(new AcceptedAction(id, action, success.at())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inProgress.remove(id);
    }
  }

  /** Returns the same numbers for a request every time, so that a retry decides alike. */
  private Random randomOf(String requestId) {
    return new Random(seed ^ requestId.hashCode() * 0x9E37_79B9_7F4A_7C15L);
  }
}
