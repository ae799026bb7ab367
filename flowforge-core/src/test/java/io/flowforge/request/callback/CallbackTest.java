package io.flowforge.request.callback;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.secret.SecretRewrap;
import io.flowforge.secret.seal.SecretKeys;
import io.flowforge.settings.PublicUrl;
import io.flowforge.step.wait.WaitSettings;
import io.flowforge.testing.History;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Race;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from outside that steps wait for: when they count, and when they do not. */
class CallbackTest {

  private static final String BASE = "https://flowforge.example.com/prefix";
  private static final String WAITING = waiting("PT12H");

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge flowforge = open(SealKeys.of("k1"));
  private final World world = new World(flowforge);
  private final History history = new History(flowforge.database());

  CallbackTest() {
    flowforge.startWorkers();
  }

  private Flowforge open(SecretKeys keys) {
    var settings =
        ExecutionSettings.defaults()
            .allowingPrivateTargets(true)
            .withIntervals(
                ExecutionSettings.defaults()
                    .intervals()
                    .withPoll(Duration.ofMillis(100))
                    .withSweep(Duration.ofMillis(200)))
            .withWaits(new WaitSettings(Duration.ofDays(1), Optional.of(PublicUrl.parse(BASE))));
    return Flowforge.open(stores.settings(settings).withSecretKeys(keys), InstantSource.system());
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void aCallContinuesTheStepThatWaits() {
    ServiceRequest request = start(sender(), WAITING, Pipelines.api(target.url()));
    awaitSuspension(request);
    assertThat(target.calls()).hasSize(1);
    eventually(
        () -> flowforge.requests().reading().get(MEMBER, request.id()).steps().get(1).waitsFor(),
        reason -> reason.equals(Optional.of(WaitReason.CALLBACK)));

    receive(token(0), "{\"ok\": true}");

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(2);
    assertThat(transitions(request))
        .containsExactly("CREATE", "START", "ADVANCE", "SUSPEND", "SIGNAL", "ADVANCE", "COMPLETE");
    assertThat(url(0)).matches(BASE + "/api/callback/[A-Za-z0-9_-]{43}");
  }

  /** Whether the step has begun, is beginning or has not been reached makes no difference. */
  @Test
  void aCallThatComesBeforeItsStepIsKept() {
    Runnable release = target.hold();
    ServiceRequest request = start(sender(), WAITING);
    eventually(target.calls()::size, count -> count == 1);

    receive(token(0), "early");
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> receive(token(0), "again"));
    release.run();

    world.await(request, RequestStatus.COMPLETED);
    assertThat(transitions(request)).doesNotContain("SUSPEND");
  }

  @Test
  void aCallThatComesDuringAnApprovalIsKept() {
    ServiceRequest request = start(sender(), Pipelines.approval(), WAITING);
    world.await(request, RequestStatus.PENDING);

    receive(token(0), "early");
    assertThat(history.status(request.id())).isEqualTo("Pending");
    flowforge.requests().decisions().approve((Caller.Person) ADMIN, request.id());

    world.await(request, RequestStatus.COMPLETED);
  }

  /** Over and over, a call races with the suspension of the step that waits for it. */
  @Test
  void noCallIsLostBetweenTheStepsBeginAndItsSuspension() throws Exception {
    for (int round = 0; round < 40; round++) {
      int call = round;
      ServiceRequest request = start(sender(), WAITING);
      eventually(target.calls()::size, count -> count == call + 1);

      receive(token(call), "now");

      world.await(request, RequestStatus.COMPLETED);
    }
  }

  @Test
  void ofManyCallsAtOnceOneCounts() throws Exception {
    ServiceRequest request = start(sender(), WAITING);
    awaitSuspension(request);
    String token = token(0);

    List<Boolean> wins =
        Race.of(
            Set.<Class<? extends FlowforgeException>>of(ConflictException.class),
            Collections.nCopies(32, () -> receive(token, "{}")));

    assertThat(wins).containsOnlyOnce(true).hasSize(32);
    world.await(request, RequestStatus.COMPLETED);
    assertThat(transitions(request)).containsOnlyOnce("SIGNAL");
  }

  @Test
  void afterItHasCountedEveryCallIsRefused() {
    ServiceRequest request = start(sender(), WAITING, Pipelines.approval());
    awaitSuspension(request);
    receive(token(0), "{}");
    world.await(request, RequestStatus.PENDING);
    List<String> before = transitions(request);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> receive(token(0), "{}"))
        .withMessage("this callback URL has been called before; it counts once");
    assertThat(transitions(request)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "expired", "failed"})
  void afterTheEndOfItsRequestACallIsRefused(String end) {
    if (end.equals("failed")) {
      target.answerInTurn(400);
    }
    ServiceRequest request = start(sender(), WAITING);
    switch (end) {
      case "cancelled" -> {
        awaitSuspension(request);
        flowforge.requests().decisions().cancel(MEMBER, request.id());
      }
      case "expired" -> {
        awaitSuspension(request);
        expire(request);
        world.await(request, RequestStatus.FAILED);
        assertThat(log(request, "s2").getLast())
            .endsWith("Nobody called within PT12H (expires_after)");
      }
      default -> world.await(request, RequestStatus.FAILED);
    }
    List<String> before = transitions(request);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> receive(token(0), "{}"))
        .withMessageContaining("has ended");
    assertThat(transitions(request)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "../../health",
        "' OR 1=1 --",
        "\u0000"
      })
  void whatNobodyHasBeenGivenIsNotFound(String token) {
    ServiceRequest request = start(sender(), WAITING);
    awaitSuspension(request);

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> receive(token, "{}"))
        .withMessage("no such callback URL");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> receive(token(0).substring(1), "{}"));
    assertThat(history.status(request.id())).isEqualTo("Running");
  }

  @Test
  void attemptsOfOneRunPassOnTheSameUrlAndAnotherRunANewOne() {
    target.answerInTurn(503, 200, 200);
    String retried =
        sender() + ", \"retry\": {\"max_attempts\": 2, \"initial_delay_seconds\": 0.1}";
    ServiceRequest request = start(retried, WAITING);
    awaitSuspension(request);
    assertThat(target.calls()).hasSize(2);
    assertThat(url(1)).isEqualTo(url(0));
    expire(request);
    world.await(request, RequestStatus.FAILED);

    flowforge.requests().retry().retry(ADMIN, request.id(), new WantedRetry("s1", null));
    awaitSuspension(request);

    assertThat(url(2)).isNotEqualTo(url(0));
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> receive(token(0), "old"));
    receive(token(2), "new");
    world.await(request, RequestStatus.COMPLETED);
  }

  /** What came in an earlier run must not complete a step whose URL nobody has in this run. */
  @Test
  void aRunThatSkipsTheSenderDoesNotTakeTheCallOfAnEarlierRun() {
    target.answerWithBody("{\"go\": \"yes\"}");
    target.answerInTurn(200, 200, 400);
    ServiceRequest request =
        start(first(), sender() + ", \"when\": \"steps.first.go == 'yes'\"", WAITING, plain());
    eventually(target.calls()::size, count -> count >= 2);
    receive(token(1), "of run 1");
    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(3);

    target.answerWithBody("{\"go\": \"no\"}");
    flowforge.requests().retry().retry(ADMIN, request.id(), new WantedRetry("s1", null));

    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(4);
    assertThat(log(request, "s3").getLast()).contains("Nobody has been given the URL of this step");
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> receive(token(1), "late"));
  }

  /** It would be taken, and then be forgotten with the URL. */
  @Test
  void aCallOfAnEarlierRunIsUnknownBeforeTheSenderRunsAgain() {
    ServiceRequest request = start(first(), sender(), WAITING);
    awaitSuspension(request);
    expire(request);
    world.await(request, RequestStatus.FAILED);
    Runnable release = target.hold();

    flowforge.requests().retry().retry(ADMIN, request.id(), new WantedRetry("s1", null));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> receive(token(1), "too late"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.callbacks().requireKnown(token(1)));
    release.run();

    awaitSuspension(request);
    assertThat(url(3)).isNotEqualTo(url(1));
    receive(token(3), "in time");
    world.await(request, RequestStatus.COMPLETED);
  }

  /** It froze while it executed the sender, and another one went on. */
  @Test
  void aWorkerOfAnEarlierRunThatComesLateMakesNoUrlKnown() {
    Pipeline pipeline = world.pipeline(Pipelines.chain(List.of(first(), sender(), WAITING)));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    awaitSuspension(request);
    ExecutionState earlier =
        flowforge
            .database()
            .inTransaction(tx -> new ExecutionStateStore().find(tx, request.id()).orElseThrow());
    expire(request);
    world.await(request, RequestStatus.FAILED);
    Runnable release = target.hold();
    flowforge.requests().retry().retry(ADMIN, request.id(), new WantedRetry("s1", null));

    CallbackUrl late =
        flowforge.callbacks().urlFor(earlier, pipeline.stepsInOrder().get(1), pipeline);

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> flowforge.callbacks().requireKnown(late.token()));
    release.run();
    awaitSuspension(request);
    receive(token(3), "in time");
    world.await(request, RequestStatus.COMPLETED);
  }

  /** Only what is passed on again is outdated. */
  @Test
  void aRunKeepsTheCallsOfTheStepsBeforeIt() {
    target.answerInTurn(200, 200, 400);
    ServiceRequest request = start(sender(), WAITING, sender(), plain(), WAITING);
    awaitSuspension(request);
    receive(token(0), "first");
    world.await(request, RequestStatus.FAILED);
    receivedOnly("s2");

    flowforge.requests().retry().retry(ADMIN, request.id(), WantedRetry.OF_FAILED_STEP);
    awaitSuspension(request);
    receive(token(1), "of the URL of run 1, which has not been passed on again");

    world.await(request, RequestStatus.COMPLETED);
    receivedOnly("s2", "s5");
  }

  private void receivedOnly(String... steps) {
    List<String> received =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        "SELECT step_name FROM callback WHERE received_at IS NOT NULL"
                            + " ORDER BY step_name",
                        row -> row.text("step_name")));
    assertThat(received).containsExactly(steps);
  }

  /** Nobody is given another URL then, so the one that somebody has must still do. */
  @Test
  void aRunThatBeginsBehindTheSenderWaitsForTheSameUrl() {
    ServiceRequest request = start(sender(), WAITING);
    awaitSuspension(request);
    expire(request);
    world.await(request, RequestStatus.FAILED);

    flowforge.requests().retry().retry(ADMIN, request.id(), WantedRetry.OF_FAILED_STEP);
    awaitSuspension(request);
    receive(token(0), "late, but not too late");

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void neitherTheLogNorTheDatabaseShowsTheTokenOrTheBody() {
    target.answerWithBody("{\"echo\": \"nothing\"}");
    ServiceRequest request = start(sender(), WAITING);
    awaitSuspension(request);
    receive(token(0), "{\"password\": \"hunter2hunter2\"}");
    world.await(request, RequestStatus.COMPLETED);

    assertThat(String.join("\n", log(request, "s1")) + String.join("\n", log(request, "s2")))
        .contains("/api/callback/")
        .doesNotContain(token(0), "hunter2");
    List<String> rows =
        flowforge
            .database()
            .inTransaction(
                tx ->
                    tx.list(
                        """
                        SELECT encode(sealed, 'escape') || encode(token_hash, 'escape')
                               || callback::text AS text FROM callback
                        """,
                        row -> row.text("text")));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst()).doesNotContain(token(0), "hunter2");
  }

  /** A server whose keys have been replaced gives out other URLs and cannot read older calls. */
  @Test
  void aCallThatIsSealedWithAMissingKeyFailsItsStep() {
    ServiceRequest request = start(sender(), Pipelines.approval(), WAITING);
    world.await(request, RequestStatus.PENDING);
    receive(token(0), "{}");
    flowforge.database().useTransaction(tx -> tx.update("UPDATE callback SET body_key_id = 'k0'"));

    flowforge.requests().decisions().approve((Caller.Person) ADMIN, request.id());

    world.await(request, RequestStatus.FAILED);
    assertThat(log(request, "s3").getLast())
        .contains("The call has come, but its body is sealed with the key 'k0'");
  }

  /** A request that failed may be retried, so its callbacks are still needed. */
  @ParameterizedTest
  @ValueSource(strings = {"awaited", "received", "failed"})
  void aKeyIsKeptUntilNoRequestThatMayGoOnNeedsIt(String callback) {
    ServiceRequest request =
        callback.equals("received")
            ? start(sender(), Pipelines.approval(), WAITING)
            : start(sender(), WAITING);
    switch (callback) {
      case "received" -> {
        world.await(request, RequestStatus.PENDING);
        receive(token(0), "{}");
        // The key of the body is enough.
        flowforge.database().useTransaction(tx -> tx.update("UPDATE callback SET key_id = 'k2'"));
      }
      case "failed" -> {
        awaitSuspension(request);
        expire(request);
        world.await(request, RequestStatus.FAILED);
      }
      default -> awaitSuspension(request);
    }
    try (var both = open(SealKeys.of("k2", "k1"))) {
      SecretRewrap.RewrapReport report = both.secretRewrap().run();
      assertThat(report.forgotten()).isEmpty();
      assertThat(report.needed()).containsExactly("k1");

      if (callback.equals("failed")) {
        flowforge.requests().retry().retry(ADMIN, request.id(), WantedRetry.OF_FAILED_STEP);
        awaitSuspension(request);
      }
      flowforge.requests().decisions().cancel(MEMBER, request.id());

      report = both.secretRewrap().run();
      assertThat(report.forgotten()).containsExactly("k1");
      assertThat(report.needed()).isEmpty();
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    ServiceRequest request = start(sender(), WAITING);
    awaitSuspension(request);

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> receive(token(0), "é".repeat(Callbacks.MAX_BODY_BYTES / 2) + "x"));
    receive(token(0), "é".repeat(Callbacks.MAX_BODY_BYTES / 2));

    world.await(request, RequestStatus.COMPLETED);
  }

  /** Their depth is not checked when the call comes: the body need not be JSON. */
  @ParameterizedTest
  @ValueSource(ints = {81, 1_000, 1_001})
  void aBodyThatIsNestedTooDeeplyFailsTheStepWithOutputs(int depth) {
    ServiceRequest request =
        start(sender(), WAITING + ", \"step_id\": \"w\", \"outputs\": {\"all\": {\"from\": \"\"}}");
    awaitSuspension(request);

    flowforge
        .callbacks()
        .receive(token(0), "text/plain", "[".repeat(depth) + "1" + "]".repeat(depth));

    world.await(request, RequestStatus.FAILED);
    assertThat(log(request, "s2").getLast())
        .contains("The call has come, but its body is nested more than 80 levels deep");
  }

  @Test
  void whatCanNeverWorkIsRefusedAtCreation() {
    assertThat(refusal(sender()))
        .contains("step 's1'", "${callback.url} is the URL of a later step", "none follows");
    assertThat(refusal(WAITING, sender())).contains("step 's1'", "no step before it uses");
    assertThat(refusal(sender(), WAITING, WAITING)).contains("step 's3'", "no step before it uses");
    assertThat(refusal(sender(), WAITING, sender())).contains("step 's3'", "none follows");
    assertThat(refusal(sender(), waiting("P2D"))).contains("(MAX_WAIT_SECONDS)");
    assertThat(refusal(sender(), waiting("soon"))).contains("'soon' is no duration");
    assertThat(refusal(sender(), waiting("${who}"))).contains("without placeholders");
    assertThat(refusal(sender(), "\"step_type\": \"WAIT_FOR_CALLBACK\""))
        .contains("parameters.expires_after: is missing");
    assertThat(refusal(sender().replace("callback.url", "callback.uri"), WAITING))
        .contains("callback.uri");
    try (var keyless =
        Flowforge.open(stores.settings(ExecutionSettings.defaults()), InstantSource.system())) {
      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(
              () ->
                  keyless
                      .pipelines()
                      .create(
                          (Caller.Person) ADMIN,
                          world.draft(Pipelines.chain(List.of(sender(), WAITING)))))
          .satisfies(
              failure ->
                  assertThat(failure.userMessage() + failure.details())
                      .contains("PUBLIC_URL", "FLOWFORGE_SECRET_KEYS"));
    }
    // One URL may be passed on by several steps, and each step that waits has its own.
    world.pipeline(
        Pipelines.chain(
            List.of(sender(), sender(), WAITING, sender(), Pipelines.approval(), WAITING)));
  }

  private String refusal(String... steps) {
    try {
      world.pipeline(Pipelines.chain(List.of(steps)));
      throw new AssertionError("the pipeline was accepted");
    } catch (InvalidException e) {
      return e.userMessage() + e.details();
    }
  }

  private String sender() {
    return """
        "step_type": "API", "parameters": {"method": "POST", "url": "%s",
          "data": {"call_back": "${callback.url}"}}"""
        .formatted(target.url());
  }

  private String first() {
    return plain()
        + ", \"step_id\": \"first\", \"outputs\": {\"go\": {\"from\": \"/go\", \"optional\": true}}";
  }

  private String plain() {
    return Pipelines.api(target.url());
  }

  private static String waiting(String expiry) {
    return "\"step_type\": \"WAIT_FOR_CALLBACK\", \"parameters\": {\"expires_after\": \"%s\"}"
        .formatted(expiry);
  }

  private ServiceRequest start(String... steps) {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.chain(List.of(steps))), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private void receive(String token, String body) {
    flowforge.callbacks().receive(token, "application/json", body);
  }

  /** The URL that the target was sent. */
  private String url(int call) {
    return World.object(target.calls().get(call).body()).path("call_back").asText();
  }

  private String token(int call) {
    return url(call).substring((BASE + Callbacks.PATH).length());
  }

  private void awaitSuspension(ServiceRequest request) {
    eventually(
        () ->
            flowforge
                .database()
                .inTransaction(
                    tx ->
                        tx.list(
                            """
                            SELECT 1 FROM scheduled_tasks
                            WHERE task_name = 'continue-request' AND NOT picked
                              AND task_instance LIKE ?
                            """,
                            _ -> true,
                            request.id() + "/%")),
        found -> found.size() == 1);
  }

  private void expire(ServiceRequest request) {
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update("UPDATE step_wait SET until = since WHERE request_id = ?", request.id());
              tx.update(
                  """
                  UPDATE scheduled_tasks SET execution_time = now() - interval '1 second'
                  WHERE task_instance LIKE ?
                  """,
                  request.id() + "/%");
            });
  }

  private List<String> transitions(ServiceRequest request) {
    return history.transitions(request.id()).stream()
        .map(transition -> transition.substring(0, transition.indexOf(' ')))
        .toList();
  }

  private List<String> log(ServiceRequest request, String step) {
    return flowforge.requests().reading().log(MEMBER, request.id(), step, 0).lines();
  }
}
