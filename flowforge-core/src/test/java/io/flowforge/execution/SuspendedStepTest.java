package io.flowforge.execution;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.identity.Caller;
import io.flowforge.postgres.Database;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.History;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps that are suspended: they wait in the queue, and survive everything but their end. */
class SuspendedStepTest extends CoreTest {

  private static final String DUE =
      "UPDATE scheduled_tasks SET execution_time = now() - interval '1 second'";

  private static final String LONG = delay("PT12H");

  private final History history = new History(flowforge.database());

  SuspendedStepTest() {
    super(
        ExecutionSettings.defaults()
            .allowingPrivateTargets(true)
            .withIntervals(
                ExecutionSettings.defaults()
                    .intervals()
                    .withPoll(Duration.ofMillis(100))
                    .withSweep(Duration.ofMillis(200))));
  }

  @Test
  void goesOnWhenItsTimeComes() {
    ServiceRequest request = start(Pipelines.api(target.url()), LONG, Pipelines.api(target.url()));
    awaitSuspension(request);

    assertThat(target.calls()).hasSize(1);
    assertThat(entries(request)).containsExactly("continue-request " + request.id() + "/4 later");
    assertThat(waits(request)).isEqualTo(1);
    var details = flowforge.requests().reading().get(MEMBER, request.id());
    assertThat(details.request().status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(log(request, "s2")).anyMatch(line -> line.contains("Continues at 2"));

    letTheTimeCome(request);

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(2);
    assertThat(history.transitions(request.id()).stream().map(String::strip))
        .containsExactly(
            "CREATE auth0|mike", "START auth0|mike", "ADVANCE", "SUSPEND", "ADVANCE", "COMPLETE");
    assertThat(history.events(request.id()).stream().map(String::strip))
        .containsSequence("s2 DELAY Running", "s2 DELAY Completed", "s3 API Running");
    assertThat(entries(request)).isEmpty();
    assertThat(waits(request)).isZero();
  }

  @Test
  void goesOnInAnotherProcess() {
    try (var own = new TestStores()) {
      var settings = own.settings(ExecutionSettings.defaults().allowingPrivateTargets(true));
      ServiceRequest request;
      try (var first = Flowforge.open(settings, InstantSource.system())) {
        first.startWorkers();
        request = start(first, new World(first), LONG, Pipelines.api(target.url()));
        awaitSuspension(first.database(), request);
      }
      try (var second = Flowforge.open(settings, InstantSource.system())) {
        assertThat(entries(second.database(), request))
            .singleElement()
            .asString()
            .endsWith("later");
        second.startWorkers();
        letTheTimeCome(second.database(), request);

        World.await(second, request, RequestStatus.COMPLETED);
        assertThat(target.calls()).hasSize(1);
      }
    }
  }

  @Test
  void oneThatIsContinuedTooEarlyWaitsOnWithoutATransition() {
    ServiceRequest request = start(LONG, Pipelines.api(target.url()));
    awaitSuspension(request);
    List<String> before = history.transitions(request.id());

    for (int look = 1; look <= 20; look++) {
      sql(DUE, request);
      int expected = look;
      eventually(() -> looks(request), looks -> looks == expected);
      eventually(() -> entries(request), found -> found.getFirst().endsWith("later"));
    }

    assertThat(history.transitions(request.id())).isEqualTo(before);
    assertThat(entries(request)).hasSize(1);
    assertThat(log(request, "s1").stream().filter(line -> line.contains("Continues"))).hasSize(1);
    letTheTimeCome(request);
    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void aCancellationEndsItAtOnce() {
    ServiceRequest request = start(LONG, Pipelines.api(target.url()));
    awaitSuspension(request);

    flowforge.requests().decisions().cancel(MEMBER, request.id());

    world.await(request, RequestStatus.CANCELLED);
    assertThat(entries(request)).isEmpty();
    assertThat(waits(request)).isZero();
    assertThat(history.events(request.id()).getLast()).startsWith("s1 DELAY Cancelled");
  }

  @Test
  void theDeletionOfItsOrganizationEndsIt() {
    var acme = new World(flowforge);
    ServiceRequest request =
        acme.request(
            acme.pipeline(Pipelines.chain(List.of(LONG, Pipelines.api("http://x")))), "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    awaitSuspension(request);

    flowforge.organizationService().delete((Caller.Person) World.OWNER, acme.orgId());

    eventually(() -> history.status(request.id()), "Cancelled"::equals);
    assertThat(entries(request)).isEmpty();
    assertThat(waits(request)).isZero();
  }

  @Test
  void anotherRunIsSuspendedAnew() {
    ServiceRequest request = start(LONG, Pipelines.api(target.url()));
    target.answerInTurn(400);
    awaitSuspension(request);
    letTheTimeCome(request);
    world.await(request, RequestStatus.FAILED);

    flowforge.requests().retry().retry(ADMIN, request.id(), new WantedRetry("s1", null));

    awaitSuspension(request);
    assertThat(entries(request)).singleElement().asString().startsWith("continue-request ");
    letTheTimeCome(request);
    world.await(request, RequestStatus.COMPLETED);
    assertThat(history.transitions(request.id()).stream().filter(all -> all.startsWith("SUSPEND")))
        .hasSize(2);
  }

  /** Whoever executes it finds a deadline that has come: the worker may die at any moment. */
  @Test
  void theDeathOfTheWorkerThatContinuesItLosesNothing() {
    ServiceRequest request = start(LONG, Pipelines.api(target.url()));
    awaitSuspension(request);
    // As a worker leaves it that dies after its claim.
    sql("UPDATE step_wait SET until = since", request.id());
    sql(
        """
        UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'dead', version = version + 1,
          last_heartbeat = now() - interval '1 hour'
        """,
        request);
    sql("UPDATE request_run SET claim = claim + 1", request.id());

    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void saysWhatItWaitsFor() {
    ServiceRequest request = start(LONG);
    awaitSuspension(request);

    eventually(
        () ->
            flowforge.requests().reading().get(MEMBER, request.id()).steps().getFirst().waitsFor(),
        reason -> reason.equals(Optional.of(WaitReason.TIME)));
    flowforge.requests().decisions().cancel(MEMBER, request.id());
  }

  /** Servers of the release before know two task names and would begin the step again. */
  @Test
  void serversOfEarlierReleasesDoNotFindIt() {
    ServiceRequest request = start(LONG);
    awaitSuspension(request);

    assertThat(entries(request)).noneMatch(entry -> entry.startsWith("run-request")).hasSize(1);
    // They cancel without knowing of the suspension.
    sql("UPDATE request_run SET status = 'Cancelled', seq = seq + 1", request.id());
    letTheTimeCome(request);
    eventually(() -> entries(request), List::isEmpty);
    assertThat(history.status(request.id())).isEqualTo("Cancelled");
  }

  private static String delay(String duration) {
    return "\"step_type\": \"DELAY\", \"parameters\": {\"for\": \"%s\"}".formatted(duration);
  }

  private ServiceRequest start(String... steps) {
    return start(flowforge, world, steps);
  }

  private static ServiceRequest start(Flowforge flowforge, World world, String... steps) {
    var pipeline = world.pipeline(Pipelines.chain(List.of(steps)));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private void awaitSuspension(ServiceRequest request) {
    awaitSuspension(flowforge.database(), request);
  }

  private static void awaitSuspension(Database database, ServiceRequest request) {
    eventually(
        () -> entries(database, request),
        found -> found.size() == 1 && found.getFirst().matches("continue-request .* later"));
  }

  /** Moves a suspension back in time until its end has come. */
  private void letTheTimeCome(ServiceRequest request) {
    letTheTimeCome(flowforge.database(), request);
  }

  private static void letTheTimeCome(Database database, ServiceRequest request) {
    sql(database, "UPDATE step_wait SET until = since", request.id());
    sql(database, DUE, request);
  }

  private void sql(String update, ServiceRequest request) {
    sql(flowforge.database(), update, request);
  }

  private void sql(String update, String requestId) {
    sql(flowforge.database(), update, requestId);
  }

  private static void sql(Database database, String update, ServiceRequest request) {
    database.useTransaction(
        tx -> tx.update(update + " WHERE task_instance LIKE ?", request.id() + "/%"));
  }

  private static void sql(Database database, String update, String requestId) {
    database.useTransaction(tx -> tx.update(update + " WHERE request_id = ?", requestId));
  }

  private int waits(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(tx -> new StepWaitStore().find(tx, request.id()).isPresent() ? 1 : 0);
  }

  private int looks(ServiceRequest request) {
    return flowforge
        .database()
        .inTransaction(tx -> new StepWaitStore().find(tx, request.id()).orElseThrow().looks());
  }

  private List<String> entries(ServiceRequest request) {
    return entries(flowforge.database(), request);
  }

  private static List<String> entries(Database database, ServiceRequest request) {
    return database.inTransaction(
        tx ->
            tx.list(
                """
                SELECT task_name || ' ' || task_instance
                       || CASE WHEN picked THEN ' held'
                               WHEN execution_time > now() + interval '1 minute' THEN ' later'
                               ELSE ' due' END AS text
                FROM scheduled_tasks WHERE task_instance LIKE ?
                """,
                row -> row.text("text"),
                request.id() + "/%"));
  }

  private List<String> log(ServiceRequest request, String step) {
    return flowforge.requests().reading().log(MEMBER, request.id(), step, 0).lines();
  }
}
