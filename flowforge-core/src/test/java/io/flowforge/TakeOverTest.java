package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Updates;
import io.flowforge.error.UnavailableException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Author;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that die, freeze or stop, and other workers that claim their work. */
class TakeOverTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private Flowforge flowforge;
  private World world;
  private ServiceRequest request;

  @BeforeEach
  void startARequestWithoutWorkers() {
    flowforge =
        Flowforge.open(
            stores.settings(
                stores
                    .settings()
                    .execution()
                    .withIntervals(
                        ExecutionSettings.defaults()
                            .intervals()
                            .withMaxRetry(Duration.ofMillis(100)))),
            InstantSource.system());
    world = new World(flowforge);
    request = world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void theWorkOfADeadServerIsClaimed() {
    inTransaction(
        tx ->
            tx.update(
                """
                UPDATE scheduled_tasks
                SET picked = TRUE, picked_by = 'a server that is no more', version = version + 1,
                    last_heartbeat = now() - interval '1 minute'
                """));
    flowforge.startWorkers();
    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void aSecondServerClaimsWhatTheFirstHasNotStarted() {
    try (Flowforge second = Flowforge.open(stores.settings(), InstantSource.system())) {
      second.startWorkers();
      world.await(request, RequestStatus.COMPLETED);
    }
  }

  @Test
  void aStoppingServerReturnsWhatItCannotFinish() {
    Runnable release = target.hold();
    try (Flowforge first =
        Flowforge.open(
            stores.settings(stores.settings().execution().withStopTimeout(Duration.ofMillis(200))),
            InstantSource.system())) {
      first.startWorkers();
      Eventually.eventually(target.calls()::size, calls -> calls == 1);
    }
    release.run();
    assertThat(status()).isEqualTo(RequestStatus.RUNNING);

    flowforge.startWorkers();
    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .isEqualTo(List.of(request.id() + "/s1/1", request.id() + "/s1/1"));
  }

  /** The stores are closed after the workers, which may still have outcomes to write. */
  @Test
  void aStoppingServerCommitsTheOutcomesOfStepsThatEndInTime() throws InterruptedException {
    Runnable release = target.hold();
    Flowforge first = Flowforge.open(stores.settings(), InstantSource.system());
    first.startWorkers();
    Eventually.eventually(target.calls()::size, calls -> calls == 1);
    Thread stop = Thread.ofPlatform().start(first::close);
    Eventually.eventually(() -> isAtWork(first), isAtWork -> !isAtWork);
    release.run();
    stop.join();

    assertThat(flowforge.requestStore().find(request.id()).orElseThrow().status())
        .isEqualTo(RequestStatus.COMPLETED);
    assertThat(status()).isEqualTo(RequestStatus.COMPLETED);
    assertThat(queued()).isZero();
  }

  private static boolean isAtWork(Flowforge server) {
    try {
      server.checks().getOrDefault("queue", () -> {}).run();
      return true;
    } catch (UnavailableException e) {
      return false;
    }
  }

  /** A worker freezes while it commits, and another server claims its entry meanwhile. */
  @Test
  void aFrozenWorkerDoesNotFailARequestThatAnotherRuns() {
    Runnable release = target.hold();
    setFailuresSoFar(9);
    flowforge.startWorkers();
    Eventually.eventually(target.calls()::size, calls -> calls == 1);
    inTransaction(
        tx -> {
          // Makes the worker wait, and its commit fail after that.
          refuseToComplete(tx);
          release.run();
          Eventually.eventually(() -> waitingForLocks(tx), count -> count == 1);
          return tx.update(
              """
              UPDATE scheduled_tasks
              SET picked_by = 'another server', version = version + 1, last_heartbeat = now()
              """);
        });
    // Waits for the worker and for the handling of its failure.
    flowforge.close();

    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    assertThat(status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(ofTheQueue("max(consecutive_failures)")).isEqualTo(9);
  }

  @Test
  void aLateOutcomeIsDiscardedAndLogged() {
    Runnable release = target.hold();
    try (var log = new RecordedLog("io.flowforge.execution")) {
      flowforge.startWorkers();
      // After this line the step writes nothing before it ends.
      Eventually.eventually(
          () -> flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines(),
          lines -> lines.stream().anyMatch(line -> line.contains("Calling")));
      inTransaction(
          tx -> {
            Optional<ExecutionState> another = new ExecutionStateStore().claim(tx, request.id(), 2);
            release.run();
            return Eventually.eventually(
                () -> another.map(_ -> waitingForLocks(tx)), Optional.of(1L)::equals);
          });

      Eventually.eventually(() -> log.linesOf("late_outcome_discarded"), lines -> !lines.isEmpty());
      assertThat(log.linesOf("late_outcome_discarded"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("level=INFO", "request=" + request.id(), "step=", "s1", "outcome=COMPLETE");
    }
  }

  private void refuseToComplete(Tx tx) {
    tx.update(
        """
        ALTER TABLE request_transition
        ADD CONSTRAINT as_the_test_wants_it CHECK (transition <> 'COMPLETE')
        """);
  }

  private static long waitingForLocks(Tx tx) {
    return tx.list(
            """
            SELECT count(*) AS waiting FROM pg_locks
            WHERE NOT granted AND pid IN
              (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
            """,
            row -> row.number("waiting"))
        .getFirst();
  }

  private RequestStatus status() {
    return flowforge.requests().reading().get(MEMBER, request.id()).request().status();
  }

  @Test
  void aWorkerThatHasLostTheRequestCommitsNothing() {
    ExecutionState frozen = claim().orElseThrow();
    ExecutionState current = claim().orElseThrow();

    assertThat(complete(frozen)).isEmpty();
    assertThat(complete(current)).isPresent();
    assertThat(status()).isEqualTo(RequestStatus.COMPLETED);
  }

  /** The target holds the call for longer than this waits for the worker to leave it. */
  @Test
  void aCancellationThroughAnotherServerInterruptsTheStep() {
    Runnable release = target.hold();
    var meters = new SimpleMeterRegistry();
    try (var log = new RecordedLog("io.flowforge.execution");
        Flowforge second = Flowforge.open(stores.settings(), InstantSource.system(), meters)) {
      second.startWorkers();
      Eventually.eventually(target.calls()::size, calls -> calls == 1);
      assertThat(inFlight(meters)).isOne();

      flowforge.requests().decisions().cancel(MEMBER, request.id());

      Eventually.eventually(() -> inFlight(meters), count -> count == 0);
      assertThat(log.linesOf("lost_step_interrupted"))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("request=" + request.id());
    } finally {
      release.run();
    }
    assertThat(status()).isEqualTo(RequestStatus.CANCELLED);
    assertThat(queued()).isZero();
  }

  private static int inFlight(SimpleMeterRegistry meters) {
    return (int) meters.get("flowforge.requests.in.flight").gauge().value();
  }

  @Test
  void theWorkOfAnEndedRequestIsNotClaimed() {
    flowforge.requests().decisions().cancel(MEMBER, request.id());
    assertThat(claim()).isEmpty();
  }

  /**
   * Another worker that was frozen before its claim wakes up, claims the request and dies. The
   * target still holds the first call when the second one comes.
   */
  @Test
  void aWorkerThatHasLostTheRequestInterruptsItsStepAndTheWorkIsClaimedAgain() {
    Runnable release = target.hold();
    flowforge.startWorkers();
    Eventually.eventually(target.calls()::size, calls -> calls == 1);

    assertThat(claim()).isPresent();

    Eventually.eventually(target.calls()::size, calls -> calls == 2);
    release.run();
    world.await(request, RequestStatus.COMPLETED);
    Eventually.eventually(this::queued, entries -> entries == 0);
  }

  @Test
  void aRequestThatCannotBeRunFails() {
    flowforge.database().useTransaction(this::refuseToComplete);
    setFailuresSoFar(7);
    flowforge.startWorkers();
    world.await(request, RequestStatus.FAILED);
    assertThat(target.calls()).hasSize(3);
    assertThat(flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines().getLast())
        .endsWith("[ERROR] The server failed to run this step 10 times in a row");
    Eventually.eventually(this::queued, entries -> entries == 0);
  }

  @Test
  void theTimeBeforeAClaimIsNotChargedToTheStep() {
    String step =
        Pipelines.api(target.url())
            + ", \"retry\": {\"max_attempts\": 1, \"max_elapsed_seconds\": 60}";
    ServiceRequest late =
        world.request(world.pipeline(Pipelines.chain(List.of(step))), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, late.id());
    inTransaction(
        tx ->
            tx.update(
                """
                UPDATE request_run SET updated_at = updated_at - interval '1 hour'
                WHERE request_id = ?
                """,
                late.id()));
    inTransaction(
        tx ->
            tx.update(
                """
                UPDATE scheduled_tasks SET execution_time = execution_time - interval '1 hour'
                WHERE task_instance LIKE ?
                """,
                late.id() + "/%"));

    flowforge.startWorkers();

    world.await(late, RequestStatus.COMPLETED);
  }

  /** Nine failures and a crash: the next failure is not the tenth in a row. */
  @Test
  void aCrashDoesNotCountAsAFailure() {
    Runnable release = target.hold();
    inTransaction(
        tx ->
            tx.update(
                """
                UPDATE scheduled_tasks
                SET picked = TRUE, picked_by = 'a server that is no more',
                    consecutive_failures = 9, last_heartbeat = now() - interval '1 minute'
                """));
    flowforge.startWorkers();
    Eventually.eventually(target.calls()::size, calls -> calls == 1);
    assertThat(ofTheQueue("max(consecutive_failures)")).isZero();
    release.run();
    world.await(request, RequestStatus.COMPLETED);
  }

  /** As during a deployment of servers that know more step types. */
  @Test
  void aStepOfAnUnknownTypeIsLeftToAServerThatKnowsIt() {
    setTypeOfAllSteps("FAX");
    setFailuresSoFar(9);
    flowforge.startWorkers();
    Eventually.eventually(() -> ofTheQueue("max(version)"), version -> version > 4);
    assertThat(status()).isEqualTo(RequestStatus.RUNNING);

    setTypeOfAllSteps("API");
    world.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void aStepOfATypeThatNobodyHasKnownForLongFails() {
    setTypeOfAllSteps("FAX");
    setFailuresSoFar(64);
    flowforge.startWorkers();
    world.await(request, RequestStatus.FAILED);
    assertThat(flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines().getLast())
        .endsWith("[ERROR] No server knows how to run a step of the type 'FAX'");
  }

  private void setFailuresSoFar(int count) {
    inTransaction(tx -> tx.update("UPDATE scheduled_tasks SET consecutive_failures = ?", count));
  }

  private void setTypeOfAllSteps(String type) {
    try (MongoClient client = MongoClients.create(stores.mongoUri())) {
      client
          .getDatabase("flowforge_db")
          .getCollection("pipelines")
          .updateMany(new Document(), Updates.set("steps.0.step_type", type));
    }
  }

  private int queued() {
    return ofTheQueue("count(*)");
  }

  private int ofTheQueue(String expression) {
    return inTransaction(
        tx ->
            tx.list("SELECT " + expression + " AS n FROM scheduled_tasks", row -> row.integer("n"))
                .getFirst());
  }

  private Optional<ExecutionState> claim() {
    return inTransaction(tx -> new ExecutionStateStore().claim(tx, request.id(), 2));
  }

  private Optional<ExecutionState> complete(ExecutionState run) {
    var step = new Step("s1", "API", "", "", World.object("{}"), true);
    return inTransaction(
        tx ->
            flowforge
                .stateMachine()
                .record(tx, run, Transition.complete(step, Optional.empty()), Author.SYSTEM));
  }

  private <T> T inTransaction(Function<Tx, T> work) {
    return flowforge.database().inTransaction(work);
  }
}
