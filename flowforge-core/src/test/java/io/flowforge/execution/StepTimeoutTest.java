package io.flowforge.execution;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.http.EndlessTarget;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps and calls that take longer than they may. */
class StepTimeoutTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();

  @AfterEach
  void close() {
    target.close();
    stores.close();
  }

  @Test
  void aTargetThatDoesNotRespond() {
    Runnable release = target.hold();
    try (Flowforge flowforge = open(Duration.ofMinutes(2), Duration.ofMillis(300))) {
      assertThat(FailingStepTest.failure(flowforge, new World(flowforge), target.url()))
          .endsWith("failed: the response timed out");
      release.run();
    }
  }

  @Test
  void aTargetWhoseResponseNeverEnds() {
    try (Flowforge flowforge = open(Duration.ofSeconds(1), Duration.ofSeconds(30))) {
      var world = new World(flowforge);
      // Shortly before the end, an interim response must be read fast, or its call fails first.
      eventually(
          () -> failureOfEndlessCall(flowforge, world),
          line -> line.endsWith("[ERROR] The step did not end within 1 s"));
    }
  }

  /** The call would wait for 300 ms, if the step had no timeout of its own. */
  @Test
  void aTimeoutOfTheStepIsAlsoTheTimeoutOfItsCall() {
    Runnable release = target.hold();
    try (Flowforge flowforge = open(Duration.ofMinutes(1), Duration.ofMillis(300))) {
      var world = new World(flowforge);
      ServiceRequest patient = start(flowforge, world, ", \"timeout_seconds\": 600");
      eventually(target.calls()::size, calls -> calls == 1);
      ServiceRequest impatient = start(flowforge, world, "");
      // By now the first call has waited for more than 300 ms, too.
      world.await(impatient, RequestStatus.FAILED);
      release.run();
      world.await(patient, RequestStatus.COMPLETED);
    }
  }

  private static String failureOfEndlessCall(Flowforge flowforge, World world) {
    try (var endless = EndlessTarget.slow()) {
      return FailingStepTest.failure(flowforge, world, endless.url());
    }
  }

  private Flowforge open(Duration step, Duration call) {
    Flowforge flowforge =
        Flowforge.open(
            stores.settings(stores.settings().execution().withTimeouts(step, call)),
            InstantSource.system());
    flowforge.startWorkers();
    return flowforge;
  }

  private ServiceRequest start(Flowforge flowforge, World world, String policy) {
    String step = Pipelines.api(target.url()) + policy;
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(List.of(step))), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }
}
