package io.flowforge.faults.view;

import static java.util.stream.Collectors.toMap;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.Conversation;
import io.flowforge.faults.load.RequestAction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * People who watch the load: each watches one request after another, and two watch their
 * organization all the time. Whenever a server is killed, frozen or stopped, they go on at another.
 */
public final class Viewers implements AutoCloseable {

  /** Longer than the time between the comments that a server sends. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  /** Shorter than a server is frozen, so that viewers leave it. */
  private static final Duration IMPATIENT = Duration.ofSeconds(3);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /** The share of requests that began some time ago, of which a stream first brings the past. */
  private static final double SHARE_OF_OLD = 0.2;

  private static final int READERS = 8;

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration UP_TO_DATE_TIMEOUT = Duration.ofSeconds(20);

  private final Cluster cluster;
  private final Conversation conversation;
  private final StreamClient member;
  private final StreamClient admin;
  private final List<OrganizationViewer> organizations;
  private final Queue<RequestViewer> watched = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile long overAt;
  private volatile boolean isOver;

  /**
   * Begins to watch.
   *
   * @param count how many people watch requests; 0 for nobody at all
   */
  public Viewers(Cluster cluster, Conversation conversation, int count, long seed) {
    this.cluster = cluster;
    this.conversation = conversation;
    this.member = new StreamClient(cluster, cluster.memberToken());
    this.admin = new StreamClient(cluster, cluster.adminToken());
    this.organizations =
        count == 0
            ? List.of()
            : List.of(
                new OrganizationViewer(
                    "admin",
                    admin,
                    cluster.orgId(),
                    "/api/service_request/admin",
                    new Random(seed)),
                new OrganizationViewer(
                    "member", member, cluster.orgId(), "/api/service_request", new Random(-seed)));
    for (OrganizationViewer viewer : organizations) {
      threads.execute(() -> noting(() -> viewer.watch(PATIENT)));
    }
    for (int number = 0; number < count; number++) {
      int person = number;
      atWork.incrementAndGet();
      threads.execute(() -> noting(() -> watchOneAfterAnother(person, seed)));
    }
  }

  /**
   * Waits until everybody has seen what there is, and compares it with what the API returns.
   *
   * @throws SQLException if PostgreSQL does not respond
   * @throws IllegalStateException if a viewer has failed
   */
  public ViewRecord finish() throws SQLException, InterruptedException {
    overAt = System.nanoTime();
    isOver = true;
    Wait.until(LEAVE_TIMEOUT, () -> atWork.get() == 0);
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a viewer has failed", failures.peek());
    }
    Map<String, String> stored = stored();
    for (OrganizationViewer viewer : organizations) {
      Wait.until(UP_TO_DATE_TIMEOUT, () -> viewer.statuses().equals(stored));
    }
    return new ViewRecord(
        compared(),
        organizations.stream().map(viewer -> viewer.compared(stored)).toList(),
        member.connections() + admin.connections());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void watchOneAfterAnother(int person, long seed) {
    var random = new Random(seed + person);
    Duration patience = person % 2 == 0 ? PATIENT : IMPATIENT;
    try {
      while (!isOver) {
        Optional<String> id = next(random);
        if (id.isPresent()) {
          var viewer = new RequestViewer(member, id.get(), this::sinceTheEnd, random);
          watched.add(viewer);
          viewer.watch(patience);
        } else {
          Wait.pass(POLL_INTERVAL);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      atWork.decrementAndGet();
    }
  }

  /** Returns how long the run has been over; empty if it is not. */
  private Optional<Duration> sinceTheEnd() {
    return isOver ? Optional.of(Duration.ofNanos(System.nanoTime() - overAt)) : Optional.empty();
  }

  /** Returns the id of a request that nobody has watched yet: mostly of the latest one. */
  private Optional<String> next(Random random) {
    Stream<AcceptedAction> actions =
        random.nextDouble() < SHARE_OF_OLD
            ? conversation.accepted().stream()
            : conversation.latest().stream();
    return actions
        .filter(one -> one.action() == RequestAction.CREATE || one.action() == RequestAction.START)
        .map(AcceptedAction::requestId)
        .filter(taken::add)
        .findFirst();
  }

  private List<WatchedRequest> compared() throws InterruptedException {
    try (var readers = Executors.newFixedThreadPool(READERS)) {
      List<Callable<WatchedRequest>> readings = new ArrayList<>();
      watched.forEach(viewer -> readings.add(viewer::compared));
      List<WatchedRequest> compared = new ArrayList<>();
      for (Future<WatchedRequest> reading : readers.invokeAll(readings)) {
        compared.add(reading.get());
      }
      return compared;
    } catch (ExecutionException e) {
      throw new IllegalStateException("what was watched cannot be compared", e.getCause());
    }
  }

  private Map<String, String> stored() throws SQLException {
    return cluster
        .tables()
        .list(
            "SELECT request_id, status FROM request_run WHERE org_id = ?",
            row -> Map.entry(row.getString(1), row.getString(2)),
            cluster.orgId())
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void noting(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }
}
