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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member who retries most failed requests, from the step that failed or from the first one, until
 * each has been run a few times. Now and then two people do so at once.
 */
final class Retrier {

  private static final int MAX_RUNS = 4;
  private static final double SHARE_LEFT = 0.2;
  private static final double SHARE_FROM_FIRST_STEP = 0.4;
  private static final double SHARE_TWICE = 0.2;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final LoadClient client;
  private final Tables tables;
  private final long seed;
  private final Conversation conversation;
  private final ExecutorService threads;
  private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean isStopped;

  Retrier(
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

  /** Retries until the thread is interrupted or {@link #stop} is called. */
  void work() {
    while (!isStopped && !Thread.currentThread().isInterrupted()) {
      try {
        tables.failed(MAX_RUNS).forEach(this::retryIfIdle);
      } catch (SQLException _) {
        // PostgreSQL is down, so nobody can retry anything.
      }
      Wait.pass(POLL_INTERVAL);
    }
  }

  /** Lets the retries under way end, and no other begin. */
  void stop() {
    isStopped = true;
  }

  boolean isIdle() {
    return isStopped && inProgress.isEmpty() && underWay.get() == 0;
  }

  private void retryIfIdle(Tables.FailedRun failed) {
    var random = new Random(seed ^ failed.hashCode() * 0x9E37_79B9_7F4A_7C15L);
    if (random.nextDouble() < SHARE_LEFT || !inProgress.add(failed.requestId())) {
      return;
    }
    if (isStopped) {
      inProgress.remove(failed.requestId());
      return;
    }
    String body = random.nextDouble() < SHARE_FROM_FIRST_STEP ? "{\"from_step\": \"s1\"}" : "";
    if (random.nextDouble() < SHARE_TWICE) {
      execute(failed.requestId(), body, new Random(random.nextLong()));
    }
    execute(failed.requestId(), body, random);
  }

  private void execute(String id, String body, Random random) {
    underWay.incrementAndGet();
    threads.execute(
        () -> {
          retry(id, body, random);
          inProgress.remove(id);
          underWay.decrementAndGet();
        });
  }

  private void retry(String id, String body, Random random) {
    try {
      client
          .send(
              random, "PUT", "/api/service_request/" + id + "/" + RequestAction.RETRY.path(), body)
          .filter(FinalResponse::isSuccess)
          .ifPresent(
              success ->
                  conversation.accept(new AcceptedAction(id, RequestAction.RETRY, success.at())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
