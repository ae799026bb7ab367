package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestChange;
import io.flowforge.request.RequestDecisions;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of this server that the older one writes to: a call, an approval and a call. */
class WrittenElsewhereTest {

  private static final Caller OPERATOR = new Caller.Operator("test");

  /** What the older server writes; an empty status is not written. */
  private enum Written {
    STARTED("Running"),
    RUNNING_STEP("Running", "s1 Running"),
    COMPLETED_STEP("Pending", "s1 Running", "s1 Completed", "s2 Running"),
    FAILED("Failed", "s2 Failed"),
    APPROVED("", "s2 Completed", "s3 Running"),
    CANCELLED("Cancelled", "s2 Cancelled"),
    CANCELLED_BEFORE_START("Cancelled"),
    FINISHED("Completed", "s2 Completed", "s3 Running", "s3 Completed");

    private final String status;

    @SuppressWarnings("ImmutableEnumChecker") // List.of returns an unmodifiable list
    private final List<String> events;

    Written(String status, String... events) {
      this.status = status;
      this.events = List.of(events);
    }
  }

  /** The status afterwards, by this server's status and in the order of {@link Written}. */
  private static final Map<RequestStatus, List<String>> TABLE =
      Map.of(
          RequestStatus.NOT_STARTED,
          List.of(
              "Failed",
              "Failed",
              "Pending",
              "Failed",
              "Failed",
              "Cancelled",
              "Cancelled",
              "Completed"),
          RequestStatus.PENDING,
          List.of(
              "Pending",
              "Pending",
              "Pending",
              "Failed",
              "Failed",
              "Cancelled",
              "Cancelled",
              "Completed"),
          RequestStatus.FAILED,
          List.of(
              "Failed",
              "Failed",
              "Pending",
              "Failed",
              "Failed",
              "Cancelled",
              "Cancelled",
              "Completed"),
          RequestStatus.COMPLETED,
          List.of(
              "Failed",
              "Failed",
              "Failed",
              "Failed",
              "Completed",
              "Cancelled",
              "Cancelled",
              "Completed"),
          RequestStatus.CANCELLED,
          List.of(
              "Failed",
              "Failed",
              "Pending",
              "Failed",
              "Cancelled",
              "Cancelled",
              "Cancelled",
              "Completed"),
          // A status that is the same does not show that anybody wrote it, so the run goes on.
          RequestStatus.RUNNING,
          List.of(
              "Pending",
              "Failed",
              "Pending",
              "Failed",
              "Failed",
              "Cancelled",
              "Cancelled",
              "Completed"));

  private static String expected(RequestStatus ours, Written written) {
    return Objects.requireNonNull(TABLE.get(ours)).get(List.of(Written.values()).indexOf(written));
  }

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final OlderSystem older = new OlderSystem();
  private Flowforge flowforge;
  private World world;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(flowforge);
    pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void whatItDidCountsWhenTheRequestIsTouchedAndNothingIsCalledTwice() {
    Map<String, String> expected = new LinkedHashMap<>();
    flowforge.startWorkers();
    for (RequestStatus ours : statesOfRest()) {
      for (Written written : Written.values()) {
        String id = inState(ours);
        write(id, written);
        for (Button button : buttonsThatCallAgain(written, ours)) {
          assertThatExceptionOfType(ConflictException.class)
              .as(ours + " " + written)
              .isThrownBy(() -> button.press(id));
        }
        expected.put(id, expected(ours, written));
        assertThat(status(id)).as(ours + " " + written).isEqualTo(expected.get(id));
      }
    }
    expected.forEach(
        (id, status) ->
            assertThat(OlderSystem.stored(stores, "service_requests", id))
                .as(id)
                .containsEntry("status", status)
                .containsEntry("run_status", status));
    approveWhatWaits(expected);
    requireNoCallTwice();
    assertThat(number("SELECT count(*) AS n FROM service_request_event WHERE seq = 0")).isZero();
  }

  @Test
  void andWithinTheSweepIfNobodyTouchesIt() {
    Map<String, String> expected = new LinkedHashMap<>();
    flowforge.startWorkers();
    for (RequestStatus ours : statesOfRest()) {
      for (Written written : Written.values()) {
        String id = inState(ours);
        write(id, written);
        expected.put(id, expected(ours, written));
      }
    }
    Eventually.eventually(
        () -> {
          Map<String, String> stored = new LinkedHashMap<>();
          expected
              .keySet()
              .forEach(
                  id -> {
                    Document document = OlderSystem.stored(stores, "service_requests", id);
                    stored.put(id, document.getString("run_status"));
                  });
          return stored;
        },
        expected::equals);
    expected.forEach((id, status) -> assertThat(status(id)).isEqualTo(status));
    approveWhatWaits(expected);
    requireNoCallTwice();
    assertThat(flowforge.adoption().sweep()).isZero();
  }

  @Test
  void whileThisServerRunsItOnlyACancellationIsPossible() {
    flowforge.startWorkers();
    for (Written written : Written.values()) {
      target.calls().clear();
      Runnable release = target.hold();
      String id = world.request(pipeline, "{}").id();
      flowforge.requests().decisions().start(MEMBER, id);
      awaitRunning(id);
      write(id, written);

      if (written != Written.STARTED) {
        for (Button button :
            List.<Button>of(this::start, this::approve, this::reject, this::edit)) {
          assertThatExceptionOfType(ConflictException.class)
              .as(written.toString())
              .isThrownBy(() -> button.press(id))
              .withMessageContaining("another program has written to it")
              .withMessageContaining("Stop the other program");
        }
        assertThat(status(id)).isEqualTo("Running");
      }
      flowforge.adoption().sweep();
      release.run();
      Eventually.eventually(() -> status(id), status -> !status.equals("Running"));
      flowforge.adoption().sweep();

      assertThat(status(id))
          .as(written.toString())
          .isEqualTo(expected(RequestStatus.RUNNING, written));
      assertThat(eventsOf(id)).as(written.toString()).contains("s1 Completed");
      assertThat(target.calls()).hasSize(1);
    }
  }

  /** Waits for the call. That the request has started, other programs see at once. */
  private void awaitRunning(String id) {
    assertThat(OlderSystem.stored(stores, "service_requests", id).getString("status"))
        .isEqualTo("Running");
    Eventually.eventually(target::calls, calls -> calls.size() == 1);
  }

  @Test
  void aCancellationInterruptsItAllTheSame() {
    flowforge.startWorkers();
    Runnable release = target.hold();
    String id = world.request(pipeline, "{}").id();
    flowforge.requests().decisions().start(MEMBER, id);
    awaitRunning(id);
    write(id, Written.RUNNING_STEP);

    flowforge.requests().decisions().cancel(MEMBER, id);
    release.run();
    assertThat(status(id)).isEqualTo("Cancelled");
    flowforge.adoption().sweep();
    assertThat(status(id)).isEqualTo("Cancelled");
    assertThat(number("SELECT count(*) AS n FROM service_request_event WHERE seq = 0")).isZero();
    assertThat(target.calls()).hasSize(1);
  }

  /** A status that another program wrote is never replaced by one that does not know of it. */
  @Test
  void noProjectionReplacesWhatItWrote() {
    flowforge.startWorkers();
    Runnable release = target.hold();
    String id = world.request(pipeline, "{}").id();
    flowforge.requests().decisions().start(MEMBER, id);
    awaitRunning(id);
    OlderSystem.set(stores, id, new Document("status", "Completed"));

    flowforge.requests().decisions().cancel(MEMBER, id);
    release.run();
    Document stored = OlderSystem.stored(stores, "service_requests", id);
    assertThat(stored).containsEntry("status", "Completed").containsEntry("run_status", "Running");
    Eventually.eventually(() -> status(id), status -> status.equals("Completed"));
  }

  /** Its events come while the decision waits for the row, after it has read everything. */
  @Test
  void eventsThatComeWhileADecisionWaitsKeepTheNextStepFromBeginning() throws Exception {
    String id = inState(RequestStatus.PENDING);
    target.calls().clear();
    var isLocked = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> holder =
          threads.submit(
              () ->
                  flowforge
                      .database()
                      .useTransaction(
                          tx -> {
                            var _ = new ExecutionStateStore().lock(tx, id);
                            isLocked.countDown();
                            waitFor(mayCommit);
                          }));
      isLocked.await();
      Future<?> approval = threads.submit(() -> approve(id));
      Eventually.eventually(this::lockWaits, waits -> waits > 0);
      write(id, Written.APPROVED);
      mayCommit.countDown();
      holder.get();
      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
          .isThrownBy(approval::get)
          .withCauseInstanceOf(ConflictException.class)
          .withMessageContaining("has changed; load it again");
    }
    assertThat(status(id)).isEqualTo("Failed");
    assertThat(number("SELECT count(*) AS n FROM scheduled_tasks")).isZero();
    assertThat(target.calls()).isEmpty();
  }

  /**
   * Its events or its status come after the start has been committed, before a worker claims it.
   */
  @Test
  void whatComesBeforeTheWorkerClaimsTheRequestKeepsItFromCalling() {
    String withEvent = world.request(pipeline, "{}").id();
    String withStatus = world.request(pipeline, "{}").id();
    start(withEvent);
    start(withStatus);
    older.event(withEvent, "s1", "API", "Running").write(stores, flowforge.database());
    OlderSystem.set(stores, withStatus, new Document("status", "Cancelled"));
    flowforge.startWorkers();

    Eventually.eventually(() -> status(withEvent), status -> status.equals("Failed"));
    Eventually.eventually(() -> status(withStatus), status -> status.equals("Cancelled"));
    assertThat(target.calls()).isEmpty();
    assertThat(flowforge.requests().reading().log(MEMBER, withEvent, "s1", 0).lines())
        .anyMatch(line -> line.contains("Another program has written to this request"));
  }

  @Test
  void documentsOfAnEarlierVersionCountAsWrittenByIt() {
    String id = inState(RequestStatus.PENDING);
    removeCopy(id);
    assertThat(flowforge.adoption().sweep()).isZero();

    assertThat(status(id)).isEqualTo("Pending");
    assertThat(OlderSystem.stored(stores, "service_requests", id))
        .containsEntry("run_status", "Pending")
        .containsKey("run_status_seq");
  }

  /** An earlier version knows nothing of the copy that this one has made. */
  @Test
  void anEarlierVersionMayWriteBesideThisOne() {
    String id = inState(RequestStatus.PENDING);
    long seq = OlderSystem.stored(stores, "service_requests", id).getLong("run_seq");
    OlderSystem.set(
        stores, id, new Document("run_status", "Running").append("run_status_seq", seq - 1));
    assertThat(flowforge.adoption().sweep()).isZero();
    assertThat(OlderSystem.stored(stores, "service_requests", id))
        .containsEntry("run_status", "Pending")
        .containsEntry("run_status_seq", seq);

    OlderSystem.set(
        stores, id, new Document("run_status", "Running").append("run_status_seq", seq - 1));
    approve(id);
    Eventually.eventually(() -> status(id), "Completed"::equals);
    assertThat(target.calls()).hasSize(2);
  }

  @Test
  void whatItDidBesideAnEarlierVersionCounts() {
    String id = inState(RequestStatus.PENDING);
    removeCopy(id);
    OlderSystem.set(stores, id, new Document("status", "Cancelled"));

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> approve(id));

    assertThat(status(id)).isEqualTo("Cancelled");
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void aStatusThatComesBackCounts() {
    String id = inState(RequestStatus.PENDING);
    OlderSystem.set(stores, id, new Document("status", "On Hold"));
    flowforge.adoption().sweep();
    Eventually.eventually(
        () -> number("SELECT count(*) AS n FROM request_run WHERE status = 'Failed'"),
        found -> found == 1);
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> approve(id));

    OlderSystem.set(stores, id, new Document("status", "Pending"));
    approve(id);
    Eventually.eventually(() -> status(id), "Completed"::equals);
    assertThat(target.calls()).hasSize(2);
  }

  /** It cancelled while the first step was under way, and left no event. */
  @Test
  void noFurtherCallIsMade() {
    pipeline =
        world.pipeline(
            Pipelines.chain(List.of(Pipelines.api(target.url()), Pipelines.api(target.url()))));
    flowforge.startWorkers();
    Runnable release = target.hold();
    String id = world.request(pipeline, "{}").id();
    start(id);
    Eventually.eventually(target::calls, calls -> calls.size() == 1);
    OlderSystem.set(stores, id, new Document("status", "Cancelled"));

    release.run();
    Eventually.eventually(this::running, running -> running == 0);
    flowforge.adoption().sweep();

    assertThat(status(id)).isEqualTo("Cancelled");
    assertThat(target.calls()).hasSize(1);
  }

  private long running() {
    return number("SELECT count(*) AS n FROM request_run WHERE status = 'Running'");
  }

  private void removeCopy(String id) {
    OlderSystem.unset(stores, id, "run_status");
    OlderSystem.unset(stores, id, "run_status_seq");
  }

  @FunctionalInterface
  private interface Button {
    void press(String id);
  }

  private void start(String id) {
    flowforge.requests().decisions().start(MEMBER, id);
  }

  private void approve(String id) {
    flowforge.requests().decisions().approve(ADMIN, id);
  }

  private void reject(String id) {
    flowforge.requests().decisions().reject(ADMIN, id, "");
  }

  private void edit(String id) {
    var _ = flowforge.requests().editing().change(MEMBER, id, new RequestChange(null, "other"));
  }

  /** Buttons that are refused; a request that waits may be approved, later. */
  private List<Button> buttonsThatCallAgain(Written written, RequestStatus ours) {
    boolean waits = expected(ours, written).equals("Pending");
    return waits
        ? List.of(this::start, this::edit)
        : List.of(this::start, this::approve, this::reject, this::edit);
  }

  private static List<RequestStatus> statesOfRest() {
    return List.of(
        RequestStatus.NOT_STARTED,
        RequestStatus.PENDING,
        RequestStatus.FAILED,
        RequestStatus.COMPLETED,
        RequestStatus.CANCELLED);
  }

  /** Submits a request and brings it to the status, by this server. */
  private String inState(RequestStatus status) {
    String id = world.request(pipeline, "{}").id();
    RequestDecisions decisions = flowforge.requests().decisions();
    if (status == RequestStatus.NOT_STARTED) {
      return id;
    }
    flowforge.startWorkers();
    decisions.start(MEMBER, id);
    Eventually.eventually(() -> status(id), "Pending"::equals);
    switch (status) {
      case FAILED -> decisions.reject(ADMIN, id, "");
      case CANCELLED -> decisions.cancel(MEMBER, id);
      case COMPLETED -> {
        decisions.approve(ADMIN, id);
        Eventually.eventually(() -> status(id), "Completed"::equals);
      }
      default -> {}
    }
    // What this server wrote must have arrived, or it would be taken for what is there.
    Eventually.eventually(
        () -> OlderSystem.stored(stores, "service_requests", id).getString("status"),
        status.label()::equals);
    return id;
  }

  private void write(String id, Written written) {
    if (!written.status.isEmpty()) {
      OlderSystem.set(stores, id, new Document("status", written.status));
    }
    for (String event : written.events) {
      String step = event.substring(0, 2);
      older.event(id, step, step.equals("s2") ? "WAIT_FOR_APPROVAL" : "API", event.substring(3));
    }
    older.write(stores, flowforge.database());
  }

  /** A request that waits at the approval may be approved, and only then makes its last call. */
  private void approveWhatWaits(Map<String, String> statuses) {
    statuses.forEach(
        (id, status) -> {
          if (status.equals("Pending")) {
            approve(id);
            Eventually.eventually(() -> status(id), "Completed"::equals);
          }
        });
  }

  private void requireNoCallTwice() {
    Map<String, Long> calls =
        target.calls().stream()
            .collect(groupingBy(call -> call.header("Idempotency-key"), counting()));
    assertThat(Set.copyOf(calls.values())).containsExactly(1L);
  }

  private String status(String id) {
    return flowforge.requests().reading().get(OPERATOR, id).request().status().label();
  }

  private List<String> eventsOf(String id) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT step_name || ' ' || event_type AS event FROM service_request_event
                    WHERE service_request_id = ? AND seq > 0
                    """,
                    row -> row.text("event"),
                    id));
  }

  private long lockWaits() {
    return number(
        """
        SELECT count(*) AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """);
  }

  private long number(String sql) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.find(sql, row -> row.number("n")).orElseThrow());
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
