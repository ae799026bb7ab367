package io.flowforge.request;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request from submission to its end, on real stores, with a real target. */
class RequestLifeTest {

  private static TestStores stores;
  private static Flowforge flowforge;
  private static World world;
  private Target target;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(flowforge);
    flowforge.startWorkers();
  }

  @AfterAll
  static void close() {
    flowforge.close();
    stores.close();
  }

  @BeforeEach
  void openTarget() {
    target = new Target();
  }

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void runsWaitsIsApprovedAndCompletes() {
    var pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike \\\"M\\\"\"}");
    assertThat(request.status()).isEqualTo(RequestStatus.NOT_STARTED);

    flowforge.actions().start(MEMBER, request.id());
    RequestDetails waiting = world.await(request, RequestStatus.PENDING);
    assertThat(waiting.steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.RUNNING, StepStatus.NOT_STARTED);
    assertThat(target.calls()).hasSize(1);

    flowforge.actions().approve(ADMIN, request.id());
    RequestDetails done = world.await(request, RequestStatus.COMPLETED);
    assertThat(done.steps()).extracting(StepState::status).containsOnly(StepStatus.COMPLETED);
    assertThat(done.steps().get(1).updatedBy()).isEqualTo("auth0|ada");
    assertThat(target.calls())
        .extracting(Target.Call::body)
        .containsExactly("{\"who\":\"Mike \\\"M\\\"\"}", "{\"who\":\"Mike \\\"M\\\"\"}");
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .isEqualTo(List.of(request.id() + "/s1/1", request.id() + "/s3/1"));
  }
}
