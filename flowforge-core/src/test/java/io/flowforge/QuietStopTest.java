package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.request.ServiceRequest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** An operator who stops a server is not told of outages that are none. */
class QuietStopTest {

  private static final int STOPS = 10;

  /** Half of the stops meet sweeps, the others a step. */
  @Test
  void aStopWarnsOfNothing() {
    try (var stores = new TestStores();
        var target = new Target();
        var log = new RecordedLog("")) {
      var intervals = ExecutionSettings.defaults().intervals().withSweep(Duration.ofMillis(1));
      FlowforgeSettings settings =
          stores.settings(stores.settings().execution().withIntervals(intervals));
      for (int i = 0; i < STOPS; i++) {
        stopWhileItSweeps(settings);
        stopAtWork(settings, target);
      }

      assertThat(log.lines()).isNotEmpty().noneMatch(QuietStopTest::isFalseAlarm);
    }
  }

  /** A machine that stalls for seconds may make a stop interrupt something, and say so. */
  private static boolean isFalseAlarm(String line) {
    return (line.contains(" level=WARNING ") || line.contains(" level=SEVERE "))
        && !line.contains(" event=periodic_tasks_not_stopped")
        && !line.contains(UnavailableException.INTERRUPTED)
        && !line.contains(UnavailableException.STOPPING);
  }

  private static void stopWhileItSweeps(FlowforgeSettings settings) {
    var meters = new SimpleMeterRegistry();
    try (Flowforge flowforge = Flowforge.open(settings, InstantSource.system(), meters)) {
      flowforge.startWorkers();
      Gauge connections = meters.get("hikaricp.connections.active").gauge();
      while (connections.value() == 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static void stopAtWork(FlowforgeSettings settings, Target target) {
    int before = target.calls().size();
    try (Flowforge flowforge = Flowforge.open(settings, InstantSource.system())) {
      flowforge.startWorkers();
      var world = new World(flowforge);
      ServiceRequest request =
          world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
      flowforge.requests().decisions().start(MEMBER, request.id());
      Eventually.eventually(target.calls()::size, calls -> calls > before);
    }
  }
}
