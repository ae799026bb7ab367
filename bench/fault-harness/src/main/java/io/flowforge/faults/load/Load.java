package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Wait;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Requesters at an even pace, a member who retries, and an admin, working from construction until
 * {@link #close}.
 */
public final class Load implements AutoCloseable {

  /** The most requesters at work; more would only pile up while a store is down. */
  private static final int MAX_REQUESTERS = 100;

  private static final double SHARE_CANCELLED = 0.08;

  private final Conversation conversation = new Conversation();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore idle = new Semaphore(MAX_REQUESTERS);
  private final Requester requester;
  private final Decider decider;
  private final Retrier retrier;
  private final long seed;
  private final Duration pace;
  private volatile boolean isSubmitting = true;

  /**
   * Starts to submit requests.
   *
   * @param perSecond how many requests per second
   * @param isOfOneBuild whether all servers know versions and idempotency keys
   */
  public Load(Cluster cluster, long seed, double perSecond, boolean isOfOneBuild) {
    this.seed = seed;
    this.pace = Duration.ofNanos((long) (1e9 / perSecond));
    requester =
        new Requester(
            new LoadClient(cluster, cluster.memberToken(), conversation),
            cluster.orgId(),
            cluster.pipelineIds(),
            conversation,
            SHARE_CANCELLED,
            isOfOneBuild);
    decider =
        new Decider(
            new LoadClient(cluster, cluster.adminToken(), conversation),
            cluster.tables(),
            seed,
            conversation,
            threads);
    retrier =
        new Retrier(
            LoadClient.forNewRoutes(cluster, cluster.adminToken(), conversation),
            cluster.tables(),
            seed,
            conversation,
            threads);
    threads.execute(this::submit);
    threads.execute(retrier::work);
    threads.execute(decider::work);
    if (isOfOneBuild) {
      var admin = new LoadClient(cluster, cluster.adminToken(), conversation);
      threads.execute(new Editor(admin, cluster.pipelineIds(), seed)::work);
    }
  }

  public Conversation conversation() {
    return conversation;
  }

  /** Returns whether nobody will decide this request. */
  public boolean leavesWaiting(String requestId) {
    return decider.leaves(requestId);
  }

  /**
   * Stops submitting and retrying, and waits for those at work. The admin continues.
   *
   * @return whether they finished within the limit
   */
  public boolean stopSubmitting(Duration limit) {
    isSubmitting = false;
    retrier.stop();
    return Wait.until(limit, () -> idle.availablePermits() == MAX_REQUESTERS && retrier.isIdle());
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
      Wait.pass(pace);
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
