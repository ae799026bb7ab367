package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines of a running step show on every server. LossWatchTest knows how often they come. */
class LiveLogTest {

  private static final Logger LOG = System.getLogger(LiveLogTest.class.getName());

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge worker =
      Flowforge.open(
          stores.settings(
              stores
                  .settings()
                  .execution()
                  .withTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(5))),
          InstantSource.system());

  private static final int MANY = 64;

  /** Runs nothing; people read logs through it. */
  private final Flowforge other = Flowforge.open(stores.settings(), InstantSource.system());

  private final World world = new World(other);

  @BeforeEach
  void startWorkers() {
    worker.startWorkers();
  }

  @AfterEach
  void close() {
    target.close();
    worker.close();
    other.close();
    stores.close();
  }

  @Test
  void linesShowWhileTheStepRunsAndAllOfThemWhenItHasEnded() {
    Runnable release = target.hold();
    ServiceRequest request = start(world.pipeline(Pipelines.call(target.url())));

    awaitLines(List.of(request));

    StepLogPage live = log(request);
    assertThat(live.isEnd()).isFalse();
    release.run();
    World.await(other, request, RequestStatus.COMPLETED);
    StepLogPage whole = log(request);
    assertThat(whole.isEnd()).isTrue();
    assertThat(whole.lines()).hasSizeGreaterThan(live.lines().size()).containsAll(live.lines());
    assertThat(whole.lines().getLast()).endsWith("Response status 200; 2 bytes");
  }

  @Test
  void linesShowWhileManyStepsRun() {
    Runnable release = target.hold();
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url()));
    List<ServiceRequest> requests = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      requests.add(start(pipeline));
    }

    awaitLines(requests);

    assertThat(requests).noneMatch(request -> log(request).isEnd());
    release.run();
    requests.forEach(request -> World.await(other, request, RequestStatus.COMPLETED));
  }

  /**
   * Waits until the lines of all calls show, and logs the longest time from a call's arrival at the
   * target, before which its line was logged, until the line shows.
   */
  private void awaitLines(List<ServiceRequest> requests) {
    Map<String, Long> called = new HashMap<>();
    Map<String, Duration> delays = new HashMap<>();
    eventually(
        () -> {
          target.calls().stream()
              .map(call -> call.header("Idempotency-key").replaceFirst("/.*", ""))
              .forEach(id -> called.putIfAbsent(id, System.nanoTime()));
          requests.stream()
              .filter(request -> called.containsKey(request.id()))
              .filter(request -> !delays.containsKey(request.id()))
              .filter(
                  request ->
                      log(request).lines().stream().anyMatch(line -> line.contains("Calling")))
              .forEach(
                  request ->
                      delays.put(
                          request.id(),
                          Duration.ofNanos(
                              System.nanoTime() - called.getOrDefault(request.id(), 0L))));
          return delays.size();
        },
        count -> count == requests.size());
    Duration worst = delays.values().stream().max(Duration::compareTo).orElseThrow();
    LOG.log(
        Level.INFO,
        LogEvent.of("live_lines").with("steps", delays.size()).with("worst_ms", worst.toMillis()));
  }

  private ServiceRequest start(Pipeline pipeline) {
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    other.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private StepLogPage log(ServiceRequest request) {
    return other.requests().reading().log(MEMBER, request.id(), "s1", 0);
  }
}
