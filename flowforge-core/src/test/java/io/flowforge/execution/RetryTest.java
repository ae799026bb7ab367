package io.flowforge.execution;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries of failed steps. */
class RetryTest extends CoreTest {

  private static final String THREE_FAST =
      "'retry': {'max_attempts': 3, 'initial_delay_seconds': 0.1, 'max_delay_seconds': 0.2}";

  @Test
  void aStepIsRetriedWithTheSameKeyUntilItSucceeds() {
    target.answerInTurn(503, 500);

    ServiceRequest request = start(THREE_FAST);

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(3);
    assertThat(target.calls().stream().map(call -> call.header("Idempotency-key")).distinct())
        .containsExactly(request.id() + "/s1/1");
    assertThat(transitions(request))
        .containsExactly("CREATE", "START", "RETRY", "RETRY", "COMPLETE");
    assertThat(log(request))
        .anyMatch(
            line ->
                line.matches(
                    ".*Response status 503 Service Unavailable; expected 2xx; attempt 2 follows"
                        + " in 0\\.\\d s"));
  }

  @Test
  void theLastAttemptCounts() {
    target.answerWith(503);

    ServiceRequest request = start(THREE_FAST);

    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(3);
    assertThat(log(request).getLast()).endsWith("expected 2xx (attempt 3, the last)");
  }

  @Test
  void aFailureThatTheRetryPolicyDoesNotCoverCountsAtOnce() {
    target.answerWith(422);

    ServiceRequest request = start(THREE_FAST);

    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void withoutAPolicyTheFirstFailureCounts() {
    target.answerWith(503);

    ServiceRequest request = start("'success_codes': [200]");

    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(1);
    assertThat(log(request).getLast())
        .endsWith("Response status 503 Service Unavailable; expected 200");
  }

  @Test
  void otherStatusCodesCanCountAsSuccess() {
    target.answerWith(409);

    world.await(start("'success_codes': ['2xx', 409]"), RequestStatus.COMPLETED);
  }

  @Test
  void anAttemptThatTimesOutIsInterruptedAndRetried() {
    Runnable release = target.hold();

    // The time of an attempt can be up before its call arrives.
    eventually(this::callsOfThreeThatTimeOut, calls -> calls == 3);

    release.run();
  }

  private int callsOfThreeThatTimeOut() {
    target.calls().clear();
    ServiceRequest request = start("'timeout_seconds': 0.3, " + THREE_FAST);
    world.await(request, RequestStatus.FAILED);
    assertThat(transitions(request)).containsExactly("CREATE", "START", "RETRY", "RETRY", "FAIL");
    List<Target.Call> calls =
        target.calls().stream()
            .filter(call -> call.header("Idempotency-key").startsWith(request.id()))
            .toList();
    assertThat(calls).hasSizeLessThanOrEqualTo(3);
    return calls.size();
  }

  /** The third delay would be 15 s at least. */
  @Test
  void allAttemptsTogetherTakeNoLongerThanTheyMay() {
    target.answerWith(503);

    ServiceRequest request =
        start(
            """
            'retry': {'max_attempts': 100, 'initial_delay_seconds': 0.3, 'multiplier': 10,
                      'max_elapsed_seconds': 15}\
            """);

    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(3);
    assertThat(log(request).getLast()).endsWith("expected 2xx (attempt 3, the last)");
  }

  @Test
  void aTargetThatAsksForAPauseGetsIt() {
    target.answerInTurn(429);
    target.answerWithHeader("Retry-After", "3600");

    ServiceRequest request =
        start(
            "'retry': {'max_attempts': 2, 'initial_delay_seconds': 0.1, 'max_delay_seconds': 90}");

    eventually(() -> transitions(request), seen -> seen.contains("RETRY"));
    assertThat(log(request).getLast()).endsWith("attempt 2 follows in 90.0 s");
    // The delay is in the queue entry, and occupies no worker.
    assertThat(waiting()).containsExactly(request.id() + "/3");

    flowforge.requests().decisions().cancel(MEMBER, request.id());

    world.await(request, RequestStatus.CANCELLED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void aStepThatWaitsForItsNextAttemptIsRunning() {
    target.answerInTurn(503);

    ServiceRequest request = start("'retry': {'max_attempts': 2, 'initial_delay_seconds': 60}");

    eventually(() -> transitions(request), seen -> seen.contains("RETRY"));
    var details = flowforge.requests().reading().get(MEMBER, request.id());
    assertThat(details.request().status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(details.steps().getFirst().status().label()).isEqualTo("Running");
    assertThat(flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).isEnd()).isFalse();
    flowforge.requests().decisions().cancel(MEMBER, request.id());
  }

  @Test
  void anUnsafeCallWithoutAKeyCannotBeRetried() {
    String step =
        Pipelines.api(target.url())
            .replace("\"data\"", "\"headers\": {\"Idempotency-Key\": \"\"}, \"data\"");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> world.pipeline(Pipelines.chain(List.of(step + json(THREE_FAST)))))
        .withMessageContaining(
            "'retry' requires an idempotent method or the header Idempotency-Key");
    world.pipeline(Pipelines.chain(List.of(step)));
    world.pipeline(Pipelines.chain(List.of(step.replace("POST", "PUT") + json(THREE_FAST))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key", "${who}"})
  void anEmptyFieldDoesNotRemoveTheKey(String header) {
    target.answerInTurn(503, 503);
    String step =
        Pipelines.api(target.url())
            .replace("\"data\"", "\"headers\": {\"%s\": \"${why}\"}, \"data\"".formatted(header));
    var pipeline = world.pipeline(Pipelines.chain(List.of(step + json(THREE_FAST))));

    ServiceRequest request = world.request(pipeline, "{\"who\": \"Idempotency-Key\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .hasSize(3)
        .allMatch(call -> call.header("Idempotency-key").equals(request.id() + "/s1/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'timeout_seconds': 5", "'retry': {'max_attempts': 2}", "'success_codes': [200]"})
  void anApprovalHasNoPolicy(String policy) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> world.pipeline(Pipelines.chain(List.of(Pipelines.approval() + json(policy)))))
        .withMessageContaining("step 's1'")
        .withMessageContaining("an approval waits for a person");
  }

  @Test
  void aProblemOfAPolicyNamesItsStep() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> start("'timeout_seconds': 'long'"))
        .withMessage("step 's1': 'timeout_seconds' must be a number of seconds from 0.1 to 86400");
  }

  private ServiceRequest start(String policy) {
    var pipeline =
        world.pipeline(Pipelines.chain(List.of(Pipelines.api(target.url()) + json(policy))));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private static String json(String policy) {
    return ", " + policy.replace('\'', '"');
  }

  private List<String> waiting() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT task_instance FROM scheduled_tasks
                    WHERE NOT picked AND execution_time > now() + interval '60 seconds'
                    """,
                    row -> row.text("task_instance")));
  }

  private List<String> log(ServiceRequest request) {
    return flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines();
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
