package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Client.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * An admin who approves most of what waits, rejects or cancels some, and leaves some waiting for
 * ever. What waits is read off the database: a list of the API would repair on the way what the
 * reconciler is there to repair.
 */
final class Decider {

  private static final double SHARE_LEFT = 0.01;
  private static final double SHARE_REJECTED = 0.12;
  private static final double SHARE_CANCELLED = 0.05;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Client client;
  private final Tables tables;
  private final long seed;
  private final Conversation conversation;
  private final ExecutorService threads;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Decider(
      Client client, Tables tables, long seed, Conversation conversation, ExecutorService threads) {
    this.client = client;
    this.tables = tables;
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
    while (!Thread.currentThread().isInterrupted()) {
      decideWhatWaits();
      Time.pass(BETWEEN_LOOKS);
    }
  }

  private void decideWhatWaits() {
    try {
      for (String id : tables.pending()) {
        if (!leaves(id) && underWay.add(id)) {
          threads.execute(() -> decide(id));
        }
      }
    } catch (SQLException _) {
      // PostgreSQL is away, and nobody can decide anything.
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
