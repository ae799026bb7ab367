package io.flowforge.execution;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The series {@code flowforge.step.duration}, by the outcome of each execution. */
class StepMetersTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Flowforge flowforge =
      Flowforge.open(stores.settings(), InstantSource.system(), meters);
  private final World world = new World(flowforge);

  @BeforeEach
  void startWorkers() {
    flowforge.startWorkers();
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void eachOutcomeIsCountedAsWhatItIs() {
    end(Pipelines.api(target.url()), RequestStatus.COMPLETED);
    end(Pipelines.approval(), RequestStatus.PENDING);
    // The first cannot be made at all, the second meets an error.
    end(Pipelines.api("http://no-such-host.invalid/"), RequestStatus.FAILED);
    target.answerWith(500);
    end(Pipelines.api(target.url()), RequestStatus.FAILED);
    Runnable release = target.hold();
    ServiceRequest cancelled = start(Pipelines.api(target.url()));
    eventually(target.calls()::size, calls -> calls == 3);
    flowforge.requests().decisions().cancel(MEMBER, cancelled.id());

    eventually(() -> count("API", "interrupted"), count -> count == 1);
    release.run();
    assertThat(count("API", "completed")).isOne();
    assertThat(count("API", "failed")).isEqualTo(2);
    assertThat(count("WAIT_FOR_APPROVAL", "waits")).isOne();
    assertThat(meters.find("flowforge.step.duration").timers()).hasSize(4);
  }

  private long count(String stepType, String outcome) {
    return meters
        .find("flowforge.step.duration")
        .tags("step_type", stepType, "outcome", outcome)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private void end(String step, RequestStatus status) {
    world.await(start(step), status);
  }

  private ServiceRequest start(String step) {
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.chain(List.of(step))), "{\"who\": \"x\", \"why\": \"..\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }
}
