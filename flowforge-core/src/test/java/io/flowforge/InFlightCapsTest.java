package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowforge.execution.ExecutionSettings.Intervals;
import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operator's caps on what runs at once on all servers. */
class InFlightCapsTest {

  private static final int NO_CAP = InFlightCaps.NO_CAP;

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final List<Flowforge> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(Flowforge::close);
    target.close();
    stores.close();
  }

  /** Counts its calls in progress by path, and the most of them at the same time. */
  private static final class CountingTarget implements AutoCloseable {

    private final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    private final HttpServer server;

    CountingTarget() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              String path = exchange.getRequestURI().getPath();
              AtomicInteger count = now.computeIfAbsent(path, _ -> new AtomicInteger());
              int calls = count.incrementAndGet();
              most.computeIfAbsent(path, _ -> new AtomicInteger())
                  .accumulateAndGet(calls, Math::max);
              Thread.onSpinWait();
              // Before the response: after it the next call may already come.
              count.decrementAndGet();
              exchange.sendResponseHeaders(204, -1);
            }
          });
      server.start();
    }

    String url(String path) {
      return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    int most(String path) {
      return most.getOrDefault(path, new AtomicInteger()).get();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void twoServersTogetherNeverExceedACap() throws IOException {
    Flowforge first = open(new InFlightCaps(5, 3, Map.of()));
    Flowforge second = open(new InFlightCaps(5, 3, Map.of()));
    var world = new World(first);
    var other = new World(first);
    try (var counting = new CountingTarget()) {
      Pipeline one = world.pipeline(Pipelines.call(counting.url("/one")));
      Pipeline two = world.pipeline(Pipelines.call(counting.url("/two")));
      Pipeline three = other.pipeline(Pipelines.call(counting.url("/other")));
      List<ServiceRequest> requests = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        requests.add(start(first, world, one));
        requests.add(start(first, world, two));
        requests.add(start(first, other, three));
      }
      first.startWorkers();
      second.startWorkers();
      requests.forEach(request -> awaitCompleted(first, request));

      assertThat(counting.most("/one")).isLessThanOrEqualTo(3);
      assertThat(counting.most("/two")).isLessThanOrEqualTo(3);
      assertThat(counting.most("/other")).isLessThanOrEqualTo(3);
    }
  }

  /** Counted where it is decided, because a call may be over before the next one comes. */
  @Test
  void twoServersThatPickAtTheSameTimeTakeNoMorePlacesThanThereAre() {
    Runnable release = target.hold();
    List<Flowforge> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(open(new InFlightCaps(7, NO_CAP, Map.of())));
    }
    var world = new World(all.getFirst());
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url()));
    for (int i = 0; i < 40; i++) {
      start(all.getFirst(), world, pipeline);
    }
    all.forEach(Flowforge::startWorkers);
    eventually(target.calls()::size, calls -> calls >= 7);
    // Every server is woken, and has work that no cap keeps back.
    var other = new World(all.getFirst());
    Pipeline another = other.pipeline(Pipelines.call(target.url("/another")));
    all.forEach(server -> start(server, other, another));
    eventually(target.calls()::size, calls -> calls >= 10);

    assertThat(target.calls()).hasSize(10);
    assertThat(held(all.getFirst())).isEqualTo(10);
    release.run();
    eventually(target.calls()::size, calls -> calls == 43);
  }

  @Test
  void anExceptionHoldsForOneOrganization() {
    Runnable release = target.hold();
    Flowforge flowforge = open(new InFlightCaps(2, NO_CAP, Map.of(1, 4)));
    var first = new World(flowforge);
    var second = new World(flowforge);
    assertThat(first.orgId()).isOne();
    Pipeline ofFirst = first.pipeline(Pipelines.call(target.url("/first")));
    Pipeline ofSecond = second.pipeline(Pipelines.call(target.url("/second")));
    for (int i = 0; i < 6; i++) {
      start(flowforge, first, ofFirst);
      start(flowforge, second, ofSecond);
    }
    flowforge.startWorkers();
    eventually(target.calls()::size, calls -> calls == 6);
    assertThat(target.calls()).filteredOn(call -> call.uri().equals("/first")).hasSize(4);
    release.run();
    eventually(target.calls()::size, calls -> calls == 12);
  }

  /** Its entries stay picked until its heartbeats are missed. */
  @Test
  void thePlacesOfADeadServerBecomeFree() {
    Flowforge flowforge =
        open(new InFlightCaps(1, NO_CAP, Map.of()), stores.settings().execution().intervals());
    var world = new World(flowforge);
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url()));
    ServiceRequest lost = start(flowforge, world, pipeline);
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'a server that is no more',
                      version = version + 1, last_heartbeat = now() - interval '4 seconds'
                    """));
    ServiceRequest next = start(flowforge, world, pipeline);
    flowforge.startWorkers();

    awaitCompleted(flowforge, next);
    awaitCompleted(flowforge, lost);
    assertThat(target.calls()).hasSize(2);
  }

  @Test
  void whatWaitsSaysWhy() {
    Runnable release = target.hold();
    Flowforge flowforge = open(new InFlightCaps(2, 1, Map.of()));
    var world = new World(flowforge);
    Pipeline one = world.pipeline(Pipelines.call(target.url("/one")));
    Pipeline two = world.pipeline(Pipelines.call(target.url("/two")));
    ServiceRequest running = start(flowforge, world, one);
    ServiceRequest second = start(flowforge, world, one);
    awaitReason(flowforge, running, WaitReason.TURN);

    flowforge.startWorkers();
    eventually(target.calls()::size, calls -> calls == 1);
    awaitReason(flowforge, second, WaitReason.PIPELINE_CAP);
    assertThat(waitsFor(flowforge, running)).isEmpty();
    start(flowforge, world, two);
    eventually(target.calls()::size, calls -> calls == 2);
    awaitReason(flowforge, second, WaitReason.ORGANIZATION_CAP);
    release.run();
    awaitCompleted(flowforge, second);
    assertThat(waitsFor(flowforge, second)).isEmpty();
  }

  private static Optional<WaitReason> waitsFor(Flowforge flowforge, ServiceRequest request) {
    return flowforge.requests().reading().get(MEMBER, request.id()).steps().getFirst().waitsFor();
  }

  private static void awaitReason(Flowforge flowforge, ServiceRequest request, WaitReason reason) {
    eventually(() -> waitsFor(flowforge, request), Optional.of(reason)::equals);
  }

  /** Opens a server that counts as dead only after a long silence. */
  private Flowforge open(InFlightCaps caps) {
    Intervals usual = stores.settings().execution().intervals();
    return open(
        caps,
        new Intervals(
            usual.poll(), Duration.ofSeconds(10), usual.sweep(), usual.clock(), usual.maxRetry()));
  }

  private Flowforge open(InFlightCaps caps, Intervals intervals) {
    Flowforge flowforge =
        Flowforge.open(
            stores.settings(
                stores
                    .settings()
                    .execution()
                    .withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5))
                    .withIntervals(intervals)
                    .withCaps(caps)),
            InstantSource.system());
    servers.add(flowforge);
    return flowforge;
  }

  private static ServiceRequest start(Flowforge flowforge, World world, Pipeline pipeline) {
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private static void awaitCompleted(Flowforge flowforge, ServiceRequest request) {
    eventually(
        () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
        RequestStatus.COMPLETED::equals);
  }

  private static int held(Flowforge flowforge) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT count(*) AS n FROM scheduled_tasks WHERE picked",
                        row -> row.integer("n"))
                    .getFirst());
  }
}
