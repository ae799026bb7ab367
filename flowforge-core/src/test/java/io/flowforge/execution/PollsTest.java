package io.flowforge.execution;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.testing.AnsweringTarget;
import io.flowforge.testing.AnsweringTarget.Answer;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.History;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that poll, run by workers. */
class PollsTest extends CoreTest {

  private static final String DUE =
      "UPDATE scheduled_tasks SET execution_time = now() - interval '1 second'";

  /** Lets no suspended step wait: each look follows at once. */
  private static final String HURRY =
      """
      CREATE FUNCTION hurry() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.execution_time = now() - interval '1 second';
        RETURN NEW;
      END $$;
      CREATE TRIGGER hurry BEFORE INSERT OR UPDATE ON scheduled_tasks
      FOR EACH ROW WHEN (NEW.task_name = 'continue-request' AND NOT NEW.picked)
      EXECUTE FUNCTION hurry()
      """;

  private static final String CALM = "DROP TRIGGER hurry ON scheduled_tasks; DROP FUNCTION hurry()";

  private static final String DONE = "response.status == 200 && response.body.state == 'done'";

  private final History history = new History(flowforge.database());

  /** Jobs are created by POST and are done at the third look. */
  private AnsweringTarget jobs = new AnsweringTarget(this::answer);

  private volatile int looksUntilDone = 3;

  PollsTest() {
    super(
        ExecutionSettings.defaults()
            .allowingPrivateTargets(true)
            .withIntervals(
                ExecutionSettings.defaults()
                    .intervals()
                    .withPoll(Duration.ofMillis(10))
                    .withSweep(Duration.ofMillis(200))));
  }

  @BeforeEach
  void openJobs() {
    jobs.close();
    jobs = new AnsweringTarget(this::answer);
    looksUntilDone = 3;
  }

  @AfterEach
  void closeJobs() {
    jobs.close();
  }

  private Answer answer(Target.Call call) {
    if (call.method().equals("POST")) {
      return Answer.of(202, "{\"id\": 7}", "Location", "/jobs/7?full=1");
    }
    long looks = jobs.calls().stream().filter(made -> made.uri().startsWith("/jobs/7")).count();
    return looks < looksUntilDone
        ? Answer.of(202, "{\"state\": \"running\"}")
        : Answer.of(200, "{\"state\": \"done\", \"result\": {\"id\": 42}}", "ETag", "\"e\"");
  }

  @Test
  void whatALookFindsIsUsedByTheNextStep() {
    hurrying(
        () -> {
          ServiceRequest request =
              start(
                  flowforge,
                  world,
                  creating(300)
                      + ", \"step_id\": \"job\", \"outputs\": {\"id\": {\"from\": \"/result/id\"},"
                      + " \"etag\": {\"from_header\": \"ETag\"}}",
                  Pipelines.api(jobs.url("/use/${steps.job.id}?e=${steps.job.etag}")));

          world.await(request, RequestStatus.COMPLETED);

          assertThat(jobs.lines())
              .containsExactly(
                  "POST /jobs",
                  "GET /jobs/7?full=1",
                  "GET /jobs/7?full=1",
                  "GET /jobs/7?full=1",
                  "POST /use/42?e=%22e%22");
          assertThat(transitions(request))
              .containsExactly("CREATE", "START", "SUSPEND", "ADVANCE", "COMPLETE");
          assertThat(wait(flowforge.database(), request)).isEmpty();
        });
  }

  @Test
  void saysThatItPollsAndRemembersTheLocationOnly() {
    ServiceRequest request = start(flowforge, world, creating(300));
    StepWait wait = awaitLooks(flowforge.database(), request, 0);

    assertThat(wait.memo())
        .isEqualTo(
            "{\"location\":\"%s\",\"failed\":0,\"status\":0,\"lines\":0}"
                .formatted(jobs.url("/jobs/7?full=1")));
    eventually(
        () ->
            flowforge.requests().reading().get(MEMBER, request.id()).steps().getFirst().waitsFor(),
        reason -> reason.equals(Optional.of(WaitReason.POLL)));

    flowforge.requests().decisions().cancel(MEMBER, request.id());

    world.await(request, RequestStatus.CANCELLED);
    assertThat(wait(flowforge.database(), request)).isEmpty();
    assertThat(entries(request)).isZero();
    assertThat(jobs.lines()).containsExactly("POST /jobs");
  }

  @Test
  void anotherProcessLooksOn() {
    try (var own = new TestStores()) {
      var settings = own.settings(ExecutionSettings.defaults().allowingPrivateTargets(true));
      ServiceRequest request;
      try (var first = Flowforge.open(settings, InstantSource.system())) {
        first.startWorkers();
        request = start(first, new World(first), creating(300));
        awaitLooks(first.database(), request, 0);
        makeDue(first.database(), request);
        awaitLooks(first.database(), request, 1);
      }
      try (var second = Flowforge.open(settings, InstantSource.system())) {
        second.startWorkers();
        makeDue(second.database(), request);
        awaitLooks(second.database(), request, 2);
        makeDue(second.database(), request);

        World.await(second, request, RequestStatus.COMPLETED);
        assertThat(jobs.lines())
            .containsExactly(
                "POST /jobs", "GET /jobs/7?full=1", "GET /jobs/7?full=1", "GET /jobs/7?full=1");
      }
    }
  }

  /** A worker dies after a look and before its outcome is written: the look is made again. */
  @Test
  void theDeathOfALookingWorkerRepeatsNothingButTheLook() {
    ServiceRequest request = start(flowforge, world, creating(300));
    awaitLooks(flowforge.database(), request, 0);
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update(
                  "UPDATE request_run SET claim = claim + 1 WHERE request_id = ?", request.id());
              tx.update(
                  """
                  UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'dead',
                    version = version + 1, last_heartbeat = now() - interval '1 hour',
                    execution_time = now() - interval '1 second'
                  WHERE task_instance LIKE ?
                  """,
                  request.id() + "/%");
            });

    awaitLooks(flowforge.database(), request, 1);

    assertThat(jobs.lines()).containsExactly("POST /jobs", "GET /jobs/7?full=1");
    flowforge.requests().decisions().cancel(MEMBER, request.id());
  }

  @Test
  void whatIsNotDoneInTimeFailsAndARetryBeginsAnew() {
    ServiceRequest request = start(flowforge, world, creating(300));
    awaitLooks(flowforge.database(), request, 0);
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    "UPDATE step_wait SET since = since - interval '1 hour' WHERE request_id = ?",
                    request.id()));
    makeDue(flowforge.database(), request);
    world.await(request, RequestStatus.FAILED);
    assertThat(log(request))
        .last()
        .asString()
        .endsWith(
            "The work was not done within 300 s: 'until' did not hold after 1 look; the last one:"
                + " response status 202");
    assertThat(wait(flowforge.database(), request)).isEmpty();

    var _ = flowforge.requests().retry().retry(ADMIN, request.id(), WantedRetry.OF_FAILED_STEP);
    StepWait anew = awaitLooks(flowforge.database(), request, 0);

    assertThat(anew.since()).isAfter(request.createdOn());
    assertThat(jobs.lines()).containsExactly("POST /jobs", "GET /jobs/7?full=1", "POST /jobs");
    assertThat(jobs.calls().getFirst().header("Idempotency-key")).endsWith("/1");
    assertThat(jobs.calls().getLast().header("Idempotency-key")).endsWith("/2");
    flowforge.requests().decisions().cancel(MEMBER, request.id());
  }

  /** PollRoundTest counts the lines of ten thousand. */
  @Test
  void manyLooksLeaveNoMoreRowsThanOne() {
    looksUntilDone = 400;
    hurrying(
        () -> {
          ServiceRequest request = start(flowforge, world, creating(3_600));
          for (int looks = 50; looks < 400; looks += 50) {
            int stage = looks;
            eventually(() -> jobs.calls().size(), calls -> calls >= stage);
          }
          world.await(request, RequestStatus.COMPLETED);

          assertThat(jobs.calls()).hasSize(401);
          assertThat(transitions(request))
              .containsExactly("CREATE", "START", "SUSPEND", "COMPLETE");
          assertThat(log(request)).hasSizeLessThan(12);
          assertThat(count("request_transition", request)).isEqualTo(4);
          assertThat(count("step_log", request)).isLessThanOrEqualTo(4);
          assertThat(count("step_wait", request)).isZero();
          assertThat(entries(request)).isZero();
        });
  }

  @Test
  void whatCanNeverWorkIsRefusedWithItsPlaces() {
    var draft =
        world.draft(
            Pipelines.chain(
                List.of(
                    polling(
                        "'until': 'response.stat == 1', 'fail_when': 'form.who == 1', 'every': 1,"
                            + " 'every_seconds': 0, 'max_seconds': 99999999"))));

    var refused =
        catchThrowableOfType(
            InvalidException.class, () -> flowforge.pipelines().create(ADMIN, draft));

    assertThat(refused.details().toString())
        .contains(
            "steps[0].parameters.poll.every: is unknown",
            "steps[0].parameters.poll.until: character 10:",
            "steps[0].parameters.poll.fail_when: character 1:",
            "steps[0].parameters.poll.every_seconds: is out of range",
            "steps[0].parameters.poll.max_seconds: is out of range");
  }

  private String creating(int maxSeconds) {
    return polling(
        "'until': \"%s\", 'every_seconds': 60, 'max_seconds': %d".formatted(DONE, maxSeconds));
  }

  private String polling(String poll) {
    return "\"step_type\": \"API\", \"parameters\": "
        + JsonText.object(
            "{'method': 'POST', 'url': '%s', 'data': {'who': '${who}'}, 'poll': {%s}}"
                .formatted(jobs.url("/jobs"), poll));
  }

  private static ServiceRequest start(Flowforge flowforge, World world, String... steps) {
    Pipeline pipeline = world.pipeline(Pipelines.chain(List.of(steps)));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  /** Runs something while looks follow each other at once. */
  private void hurrying(Runnable work) {
    flowforge.database().useTransaction(tx -> tx.update(HURRY));
    try {
      work.run();
    } finally {
      flowforge.database().useTransaction(tx -> tx.update(CALM));
    }
  }

  private static StepWait awaitLooks(Database database, ServiceRequest request, int looks) {
    eventually(() -> wait(database, request).map(StepWait::looks), Optional.of(looks)::equals);
    eventually(() -> isHeld(database, request), held -> !held);
    return wait(database, request).orElseThrow();
  }

  private static boolean isHeld(Database database, ServiceRequest request) {
    return database.inTransaction(
        tx ->
            tx.find(
                    "SELECT picked FROM scheduled_tasks WHERE task_instance LIKE ?",
                    row -> row.bool("picked"),
                    request.id() + "/%")
                .orElse(true));
  }

  private static void makeDue(Database database, ServiceRequest request) {
    database.useTransaction(
        tx -> tx.update(DUE + " WHERE task_instance LIKE ?", request.id() + "/%"));
  }

  private static Optional<StepWait> wait(Database database, ServiceRequest request) {
    return database.inTransaction(tx -> new StepWaitStore().find(tx, request.id()));
  }

  private List<String> transitions(ServiceRequest request) {
    return history.transitions(request.id()).stream()
        .map(line -> List.of(line.strip().split(" ")).getFirst())
        .toList();
  }

  private int count(String table, ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.find(
                        "SELECT count(*)::int AS n FROM %s WHERE request_id = ?".formatted(table),
                        row -> row.integer("n"),
                        request.id())
                    .orElseThrow());
  }

  private int entries(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.find(
                        "SELECT count(*)::int AS n FROM scheduled_tasks WHERE task_instance LIKE ?",
                        row -> row.integer("n"),
                        request.id() + "/%")
                    .orElseThrow());
  }

  private List<String> log(ServiceRequest request) {
    return flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines();
  }
}
