package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepLogPage;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
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

/** The lines of a running step show within a second to whoever asks another server. */
class LiveLogTest {

  private static final Logger LOG = System.getLogger(LiveLogTest.class.getName());

  /** A second is promised; a machine that is busy with other builds gets another one. */
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge worker = Flowforge.open(stores.settings(), InstantSource.system());

  /** Runs nothing, and is the one that people ask. */
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

    Duration delay = worstDelay(List.of(request));

    assertThat(delay).isLessThan(BOUND);
    StepLogPage live = log(request);
    assertThat(live.isEnd()).isFalse();
    release.run();
    World.await(other, request, RequestStatus.COMPLETED);
    StepLogPage whole = log(request);
    assertThat(whole.isEnd()).isTrue();
    assertThat(whole.lines()).hasSizeGreaterThan(live.lines().size()).containsAll(live.lines());
    assertThat(whole.lines().getLast()).endsWith("Answered 200, 2 bytes");
  }

  @Test
  void linesShowInTimeWhileAsManyStepsRunAsMay() {
    Runnable release = target.hold();
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url()));
    List<ServiceRequest> requests = new ArrayList<>();
    for (int i = 0; i < stores.settings().execution().requestsInFlight(); i++) {
      requests.add(start(pipeline));
    }

    Duration delay = worstDelay(requests);

    assertThat(delay).isLessThan(BOUND);
    release.run();
    requests.forEach(request -> World.await(other, request, RequestStatus.COMPLETED));
  }

  /**
   * From when the target saw a call, which is after its line was logged, to when the line shows.
   */
  private Duration worstDelay(List<ServiceRequest> requests) {
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
    LOG.log(Level.INFO, "event=live_lines steps={0} worst_ms={1}", delays.size(), worst.toMillis());
    return worst;
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
