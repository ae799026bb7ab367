package io.flowforge.cli.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Requesters and an admin at work, at an even pace, until it is told to stop. */
final class Load implements AutoCloseable {

  /** How many requesters may be busy at once; more would only pile up while a store is away. */
  private static final int REQUESTERS = 100;

  private static final double SHARE_CANCELLED = 0.08;

  private final Conversation conversation = new Conversation();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore idle = new Semaphore(REQUESTERS);
  private final Requester requester;
  private final Decider decider;
  private final long seed;
  private final Duration pace;
  private volatile boolean isSubmitting = true;

  /**
   * Begins at once.
   *
   * @param perSecond how many requests are submitted
   */
  Load(Cluster cluster, long seed, double perSecond) {
    this.seed = seed;
    this.pace = Duration.ofNanos((long) (1e9 / perSecond));
    List<String> servers = cluster.servers().stream().map(ServerProcess::url).toList();
    requester =
        new Requester(
            new Client(cluster.http(), servers, cluster.tokenOf(Cluster.MEMBER), conversation),
            cluster.orgId(),
            cluster.pipelineIds(),
            conversation,
            SHARE_CANCELLED);
    decider =
        new Decider(
            new Client(cluster.http(), servers, cluster.tokenOf(Cluster.ADMIN), conversation),
            cluster.tables(),
            seed,
            conversation,
            threads);
    threads.execute(this::submit);
    threads.execute(decider::work);
  }

  Conversation conversation() {
    return conversation;
  }

  /** Whether this request is meant to wait for ever. */
  boolean leavesWaiting(String requestId) {
    return decider.leaves(requestId);
  }

  /**
   * Submits no more, and waits for the requesters that are at work. The admin goes on.
   *
   * @return whether they came to an end in that time
   */
  boolean stopSubmitting(Duration limit) {
    isSubmitting = false;
    return Time.until(limit, () -> idle.availablePermits() == REQUESTERS);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void submit() {
    for (int number = 1; isSubmitting; number++) {
      String ticket = "ticket-" + number;
      var random = new Random(seed + number);
      idle.acquireUninterruptibly();
      threads.execute(() -> submit(ticket, random));
      Time.pass(pace);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private void submit(String ticket, Random random) {
    try {
      requester.submit(ticket, random);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      idle.release();
    }
  }
}
