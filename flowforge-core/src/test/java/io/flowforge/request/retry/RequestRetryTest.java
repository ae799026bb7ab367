package io.flowforge.request.retry;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Retries of failed requests on the version of the pipeline that they ran on. */
class RequestRetryTest extends CoreTest {

  private static final WantedRetry PLAIN = WantedRetry.OF_FAILED_STEP;

  @Test
  void goesOnFromTheFailedStepWithAKeyOfItsOwn() {
    target.answerInTurn(200, 500);
    ServiceRequest request = failed(calls(3));

    BegunRun begun = retry(request, PLAIN);

    assertThat(begun).isEqualTo(new BegunRun(request.id(), 2, "s2", request.pipelineId(), 1));
    world.await(request, RequestStatus.COMPLETED);
    assertThat(keys()).containsExactly("s1/1", "s2/1", "s2/2", "s3/2");
    assertThat(transitions(request))
        .containsExactly("CREATE", "START", "ADVANCE", "FAIL", "RESUME", "ADVANCE", "COMPLETE");
  }

  @Test
  void goesOnFromAnEarlierStep() {
    target.answerInTurn(200, 200, 500);
    ServiceRequest request = failed(calls(3));

    assertThat(retry(request, from("s1")).fromStep()).isEqualTo("s1");

    world.await(request, RequestStatus.COMPLETED);
    assertThat(keys()).containsExactly("s1/1", "s2/1", "s3/1", "s1/2", "s2/2", "s3/2");
  }

  @Test
  void stepsBehindThePointHaveNotStartedUntilTheyRun() {
    target.answerInTurn(200, 200, 500);
    ServiceRequest request = failed(calls(3));
    Runnable release = target.hold();

    var _ = retry(request, from("s2"));

    eventually(target.calls()::size, calls -> calls == 4);
    RequestDetails details = details(request);
    assertThat(details.request().status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(details.steps())
        .extracting(step -> step.status().label())
        .containsExactly("Completed", "Running", "Not Started");
    assertThat(log(request, "s1", null).isEnd()).isTrue();
    assertThat(log(request, "s2", null).isEnd()).isFalse();
    assertThat(log(request, "s3", null)).isEqualTo(new StepLogPage("s3", List.of(), false, 0));
    release.run();
    world.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void eachRunHasItsOwnLogs() {
    target.answerInTurn(200, 503);
    ServiceRequest request = failed(calls(2));
    List<String> first = log(request, "s2", null).lines();
    List<String> kept = log(request, "s1", null).lines();

    var _ = retry(request, PLAIN);
    world.await(request, RequestStatus.COMPLETED);

    assertThat(first).isNotEmpty().anyMatch(line -> line.contains("Response status 503"));
    assertThat(log(request, "s2", 1)).isEqualTo(new StepLogPage("s2", first, true, -1));
    assertThat(log(request, "s2", null).lines())
        .isNotEmpty()
        .noneMatch(line -> line.contains("Response status 503"))
        .isEqualTo(log(request, "s2", 2).lines());
    assertThat(log(request, "s2", 2).lines().getFirst())
        .endsWith("[INFO] Retried by Mike: run 2 begins with this step");
    // It has not run again, so its log is still the one of the first run.
    assertThat(log(request, "s1", null).lines()).isEqualTo(kept);
    assertThat(log(request, "s1", 2).lines()).isEmpty();
    for (int unknown : List.of(0, 3, -1)) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> log(request, "s2", unknown))
          .withMessage("service request %s has no run %d; its latest is 2", request.id(), unknown);
    }
  }

  @Test
  void attemptsOfARunShareItsKey() {
    target.answerWith(503);
    String twice =
        Pipelines.api(target.url())
            + ", \"retry\": {\"max_attempts\": 2, \"initial_delay_seconds\": 0.1}";
    ServiceRequest request = failed(Pipelines.chain(List.of(twice)));

    var _ = retry(request, PLAIN);

    eventually(target.calls()::size, calls -> calls == 4);
    world.await(request, RequestStatus.FAILED);
    assertThat(keys()).containsExactly("s1/1", "s1/1", "s1/2", "s1/2");
  }

  @Test
  void aRejectedRequestAsksForApprovalAgain() {
    ServiceRequest request = failedByRejection();

    assertThat(retry(request, PLAIN).fromStep()).isEqualTo("s2");

    world.await(request, RequestStatus.PENDING);
    assertThat(target.calls()).hasSize(1);
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.COMPLETED);
    assertThat(keys()).containsExactly("s1/1", "s3/2");
  }

  @Test
  void fromBeforeAnApprovalItIsAskedForAgain() {
    target.answerInTurn(200, 500);
    ServiceRequest request = waiting(Pipelines.callApproveCall(target.url()));
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.FAILED);

    var _ = retry(request, from("s1"));

    RequestDetails waiting = world.await(request, RequestStatus.PENDING);
    assertThat(waiting.steps())
        .extracting(step -> step.status().label())
        .containsExactly("Completed", "Running", "Not Started");
    flowforge.requests().decisions().approve(OWNER, request.id());
    world.await(request, RequestStatus.COMPLETED);
    assertThat(keys()).containsExactly("s1/1", "s3/1", "s1/2", "s3/2");
  }

  @Test
  void aKeptApprovalIsNotAskedForAgain() {
    target.answerInTurn(200, 500);
    ServiceRequest request = waiting(Pipelines.callApproveCall(target.url()));
    flowforge.requests().decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.FAILED);

    var _ = retry(request, PLAIN);

    RequestDetails done = world.await(request, RequestStatus.COMPLETED);
    assertThat(done.steps().get(1)).extracting(StepState::updatedBy).isEqualTo("auth0|ada");
    assertThat(transitions(request)).containsOnlyOnce("WAIT", "APPROVE");
  }

  @Test
  void onlyAFailedRequestCanBeRetried() {
    ServiceRequest fresh = world.request(world.pipeline(calls(1)), "{\"who\": \"Mike\"}");
    requireConflict(fresh, PLAIN, "is Not Started and cannot be retried");
    ServiceRequest waiting = waiting(Pipelines.callApproveCall(target.url()));
    requireConflict(waiting, PLAIN, "is Pending and cannot be retried");
    flowforge.requests().decisions().cancel(MEMBER, waiting.id());
    requireConflict(waiting, PLAIN, "is Cancelled and cannot be retried");
    flowforge.requests().decisions().start(MEMBER, fresh.id());
    world.await(fresh, RequestStatus.COMPLETED);
    requireConflict(fresh, from("s1"), "is Completed and cannot be retried");
  }

  @Test
  void namesTheStepsThatArePossible() {
    target.answerInTurn(200, 500);
    ServiceRequest request = failed(calls(3));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> retry(request, from("nowhere")))
        .withMessage(
            "from_step: there is no step 'nowhere'; the request can go on from 's1', 's2'");
    requireConflict(
        request,
        from("s3"),
        "from_step: the request failed before it reached step 's3'; the request can go on from"
            + " 's1', 's2'");
    assertThat(details(request).request().status()).isEqualTo(RequestStatus.FAILED);
  }

  @Test
  void onlyItsRequesterAndAdminsCanRetry() {
    target.answerWith(500);
    ServiceRequest request = failed(calls(1));

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.requests().retry().retry(STRANGER, request.id(), PLAIN));
    target.answerWith(200);
    assertThat(flowforge.requests().retry().retry(ADMIN, request.id(), PLAIN).run()).isEqualTo(2);
    world.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void thereIsAMaximumOfRuns() {
    target.answerWith(500);
    ServiceRequest request = failed(calls(1));
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    "UPDATE request_run SET run = ? WHERE request_id = ?",
                    RequestRetry.MAX_RUNS - 1,
                    request.id()));

    assertThat(retry(request, PLAIN).run()).isEqualTo(RequestRetry.MAX_RUNS);
    world.await(request, RequestStatus.FAILED);
    requireConflict(request, PLAIN, "has been run 100 times, which is the maximum");
  }

  private void requireConflict(ServiceRequest request, WantedRetry wanted, String message) {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> retry(request, wanted))
        .withMessageContaining(message);
  }

  private BegunRun retry(ServiceRequest request, WantedRetry wanted) {
    return flowforge.requests().retry().retry(MEMBER, request.id(), wanted);
  }

  private static WantedRetry from(String step) {
    return new WantedRetry(step, null);
  }

  private String calls(int count) {
    return Pipelines.chain(Collections.nCopies(count, Pipelines.api(target.url())));
  }

  private ServiceRequest failed(String pipeline) {
    ServiceRequest request = world.request(world.pipeline(pipeline), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.FAILED);
    return request;
  }

  private ServiceRequest waiting(String pipeline) {
    ServiceRequest request = world.request(world.pipeline(pipeline), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    return request;
  }

  private ServiceRequest failedByRejection() {
    ServiceRequest request = waiting(Pipelines.callApproveCall(target.url()));
    flowforge.requests().decisions().reject(ADMIN, request.id(), "Not yet");
    return request;
  }

  private RequestDetails details(ServiceRequest request) {
    return flowforge.requests().reading().get(MEMBER, request.id());
  }

  private StepLogPage log(ServiceRequest request, String step, @Nullable Integer run) {
    return flowforge.requests().reading().log(MEMBER, request.id(), step, 0, run);
  }

  /** The keys of the calls, without the id of the request. */
  private List<String> keys() {
    return target.calls().stream()
        .map(call -> call.header("Idempotency-key"))
        .map(key -> key.substring(key.indexOf('/') + 1))
        .toList();
  }

  private List<String> transitions(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    "SELECT transition FROM request_transition WHERE request_id = ? ORDER BY seq",
                    row -> row.text("transition"),
                    request.id()));
  }
}
