package io.flowforge.request;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request from submission to its end, on real stores, with a real target. */
class RequestLifeTest extends CoreTest {

  @Test
  void runsWaitsIsApprovedAndCompletes() {
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.callApproveCall(target.url())),
            "{\"who\": \"Mike \\\"M\\\"\"}");
    assertThat(request.status()).isEqualTo(RequestStatus.NOT_STARTED);

    flowforge.requests().decisions().start(MEMBER, request.id());
    RequestDetails waiting = world.await(request, RequestStatus.PENDING);
    assertThat(waiting.steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.RUNNING, StepStatus.NOT_STARTED);
    assertThat(target.calls()).hasSize(1);

    flowforge.requests().decisions().approve(ADMIN, request.id());
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

  @Test
  void keepsADenseHistory() {
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.callApproveCall(target.url())), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.COMPLETED);

    assertThat(history(request))
        .containsExactly(
            "1 CREATE Not Started auth0|mike",
            "2 START Running auth0|mike",
            "3 ADVANCE Running ",
            "4 WAIT Pending ",
            "5 APPROVE Running auth0|ada",
            "6 COMPLETE Completed ");
    assertThat(events(request))
        .containsExactly(
            "1 s1 Not Started auth0|mike",
            "1 s2 Not Started auth0|mike",
            "1 s3 Not Started auth0|mike",
            "2 s1 Running auth0|mike",
            "3 s1 Completed ",
            "3 s2 Running ",
            "5 s2 Completed auth0|ada",
            "5 s3 Running auth0|ada",
            "6 s3 Completed ");
  }

  @Test
  void anApprovalAtTheEndCompletesTheRequest() {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    flowforge.requests().decisions().approve(ADMIN, request.id());

    assertThat(flowforge.requests().reading().get(MEMBER, request.id()).request().status())
        .isEqualTo(RequestStatus.COMPLETED);
    assertThat(stored(request)).isEqualTo(RequestStatus.COMPLETED);
  }

  @Test
  void aRejectionFailsTheRequestAndSaysWhy() {
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.callApproveCall(target.url())), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    flowforge.requests().decisions().reject(ADMIN, request.id(), "Too much.\nAsk for less.");

    RequestDetails details = flowforge.requests().reading().get(MEMBER, request.id());
    assertThat(details.request().status()).isEqualTo(RequestStatus.FAILED);
    assertThat(details.steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.NOT_STARTED);
    StepLogPage log = flowforge.requests().reading().log(MEMBER, request.id(), "s2", 0);
    assertThat(log.lines())
        .extracting(line -> line.replaceAll("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d", "T"))
        .containsExactly(
            "[s2] T [INFO] Waiting for approval",
            "[s2] T [INFO] Rejected by Ada",
            "[s2] T [INFO] Remarks by admin:",
            "[s2] T [INFO] Too much.",
            "[s2] T [INFO] Ask for less.");
    assertThat(log.isEnd()).isTrue();
    assertThat(log.nextOffset()).isEqualTo(-1);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void cancellingInterruptsTheStepAndDiscardsItsOutcome() {
    ServiceRequest request =
        world.request(
            world.pipeline(Pipelines.callApproveCall(target.url())), "{\"who\": \"Mike\"}");
    Runnable release = target.hold();
    flowforge.requests().decisions().start(MEMBER, request.id());
    Eventually.eventually(target.calls()::size, calls -> calls == 1);

    flowforge.requests().decisions().cancel(MEMBER, request.id());
    release.run();

    assertThat(flowforge.requests().reading().get(MEMBER, request.id()).request().status())
        .isEqualTo(RequestStatus.CANCELLED);
    Eventually.eventually(this::queued, entries -> entries == 0);
    assertThat(events(request))
        .containsSubsequence("2 s1 Running auth0|mike", "3 s1 Cancelled auth0|mike")
        .noneMatch(event -> event.contains("Completed"));
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void whatHasEndedCannotBeChanged() {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    flowforge.requests().decisions().cancel(MEMBER, request.id());
    assertThatThrownBy(() -> flowforge.requests().decisions().start(MEMBER, request.id()))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "service request %s is Cancelled and cannot be started".formatted(request.id()));
  }

  private RequestStatus stored(ServiceRequest request) {
    return flowforge.requestStore().find(request.id()).orElseThrow().status();
  }

  private int queued() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list("SELECT count(*) AS n FROM scheduled_tasks", row -> row.integer("n"))
                    .getFirst());
  }

  private List<String> history(ServiceRequest request) {
    return lines(
        """
        SELECT seq || ' ' || transition || ' ' || to_status || ' ' || caused_by AS line
        FROM request_transition WHERE request_id = ? ORDER BY seq
        """,
        request);
  }

  private List<String> events(ServiceRequest request) {
    return lines(
        """
        SELECT seq || ' ' || step_name || ' ' || event_type || ' ' || created_by AS line
        FROM service_request_event WHERE service_request_id = ? ORDER BY event_id
        """,
        request);
  }

  private List<String> lines(String sql, ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.list(sql, row -> row.text("line"), request.id()));
  }
}
