package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.form.Form;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.request.action.Requests;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.projection.ProjectionMarks;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Differences between PostgreSQL and MongoDB after a failed write to MongoDB. No workers run. */
class BetweenStoresTest {

  private static final Caller OPERATOR = new Caller.Operator("test");

  private static TestStores stores;
  private static Database database;
  private static Documents documents;

  private final List<String> done = new ArrayList<>();
  private boolean isMongoAway;
  private String rejected = "";
  private Runnable beforeNextAdd = () -> {};
  private Runnable afterNextAdd = () -> {};
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private Pipeline pipeline;
  private ServiceRequestStore store;
  private Requests requests;
  private RequestReconciler reconciler;
  private ProjectionMarks marks;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    Migrations.run(database);
    documents = Documents.open(stores.mongoUri());
  }

  @AfterAll
  static void close() {
    documents.close();
    database.close();
    stores.close();
  }

  @BeforeEach
  void putTogether() {
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM request_run");
          tx.update("DELETE FROM service_request_event");
        });
    pipeline =
        new Pipeline(
            BsonValues.newId(),
            "",
            1,
            "p",
            "",
            1,
            null,
            "s1",
            List.of(new Step("s1", "WAIT_FOR_APPROVAL", "", "", JsonText.object("{}"), true)),
            now,
            new Form(List.of()));
    new PipelineStore(documents).add(pipeline);
    store = new UnreliableStore();
    RequestFixture fixture = fixtureOn(database);
    requests = fixture.requests;
    reconciler = fixture.reconciler;
    marks = fixture.marks;
  }

  private RequestFixture fixtureOn(Database postgres) {
    return new RequestFixture(postgres, documents, store, _ -> done.add("interrupt"), () -> now);
  }

  @Test
  void aStateWithoutADocumentIsRemovedOnceNoDocumentCanFollow() {
    String id = orphan();
    // A list must not mark the state as projected, nor show it.
    requests.reading().listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of()));

    now = now.plus(Duration.ofMinutes(9));
    assertThat(reconciler.sweep()).isZero();
    assertThat(rowsOf(id)).isEqualTo(3);

    now = now.plus(Duration.ofMinutes(2));
    assertThat(reconciler.sweep()).isEqualTo(1);
    assertThat(rowsOf(id)).isZero();
    assertThat(reconciler.sweep()).isZero();
  }

  @Test
  void aStateWithALaterTransitionIsNotRemovedNorItsHistory() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    ExecutionState before = find(request.id());
    requests.decisions().start(OPERATOR, request.id());
    long rows = rowsOf(request.id());

    boolean isRemoved = database.inTransaction(tx -> new ExecutionStateStore().remove(tx, before));

    assertThat(isRemoved).isFalse();
    assertThat(rowsOf(request.id())).isEqualTo(rows);
  }

  @Test
  void statesWithoutDocumentsDoNotPreventTheRepairOfOthers() {
    for (int i = 0; i < 205; i++) {
      orphan();
    }
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    isMongoAway = true;
    requests.decisions().cancel(OPERATOR, request.id());
    isMongoAway = false;
    assertThat(stored(request)).isEqualTo(RequestStatus.NOT_STARTED);

    now = now.plusSeconds(2);
    assertThat(reconciler.sweep()).isEqualTo(1);
    assertThat(stored(request)).isEqualTo(RequestStatus.CANCELLED);
  }

  @Test
  void moreThanOneBatchIsRepairedAtOnce() {
    List<ServiceRequest> left = new ArrayList<>();
    for (int i = 0; i < 205; i++) {
      left.add(startedWhileMongoIsAway());
    }

    now = now.plusSeconds(2);
    assertThat(reconciler.sweep()).isEqualTo(205);
    assertThat(left).allMatch(request -> stored(request) == RequestStatus.RUNNING);
  }

  @Test
  void aDocumentThatMongoRejectsPreventsNoOtherRepair() {
    rejected = startedWhileMongoIsAway().id();
    ServiceRequest other = startedWhileMongoIsAway();

    now = now.plusSeconds(2);
    reconciler.sweep();
    assertThat(stored(other)).isEqualTo(RequestStatus.RUNNING);
  }

  /**
   * The writer is frozen before it writes the document, until the state is removed as an orphan.
   */
  @Test
  void aDocumentThatIsWrittenTooLateStillGetsAState() {
    ServiceRequest request = request();
    beforeNextAdd =
        () -> {
          now = now.plus(Duration.ofMinutes(11));
          reconciler.sweep();
        };

    requests.submission().add(request, pipeline);

    requests.decisions().start(OPERATOR, request.id());
    assertThat(find(request.id()).status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(reconciler.sweep()).isZero();
  }

  /** An error would make the requester submit it twice. */
  @Test
  void aRequestThatExistsIsReturnedEvenIfPostgresIsUnavailableByThen() {
    try (Database ofOneConnection = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      ServiceRequest request = request();
      int connection = ofOneConnection.inTransaction(BetweenStoresTest::pid);
      afterNextAdd = () -> terminate(connection);

      fixtureOn(ofOneConnection).requests.submission().add(request, pipeline);

      assertThat(stored(request)).isEqualTo(RequestStatus.NOT_STARTED);
    }
  }

  private static int pid(Tx tx) {
    return tx.list("SELECT pg_backend_pid() AS pid", row -> row.integer("pid")).getFirst();
  }

  private static void terminate(int pid) {
    database.useTransaction(
        tx ->
            assertThat(
                    tx.list(
                        "SELECT pg_terminate_backend(?, 5000)::int AS done",
                        row -> row.integer("done"),
                        pid))
                .containsExactly(1));
  }

  private ServiceRequest startedWhileMongoIsAway() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    isMongoAway = true;
    requests.decisions().start(OPERATOR, request.id());
    isMongoAway = false;
    return request;
  }

  /** An unmarked status would be written to MongoDB again with every sweep. */
  @Test
  void aStatusThatMongoDbHasIsMarkedAsProjected() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    marks.markAll();
    assertThat(projectedSeq(request.id())).isEqualTo(1);

    requests.decisions().start(OPERATOR, request.id());
    marks.markAll();
    assertThat(projectedSeq(request.id())).isEqualTo(2);

    isMongoAway = true;
    requests.decisions().cancel(OPERATOR, request.id());
    isMongoAway = false;
    marks.markAll();
    assertThat(projectedSeq(request.id())).isEqualTo(2);
    now = now.plusSeconds(2);
    assertThat(reconciler.sweep()).isEqualTo(1);
    assertThat(projectedSeq(request.id())).isEqualTo(3);
    assertThat(reconciler.sweep()).isZero();
  }

  /** A program that reads Not Started would start the request again. */
  @Test
  void thatARequestHasStartedIsWrittenAtOnce() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    requests.decisions().start(OPERATOR, request.id());

    assertThat(stored(request)).isEqualTo(RequestStatus.RUNNING);
  }

  /** One mark for both, and none that waits for a row that somebody has locked. */
  @Test
  void marksAreWrittenTogetherAndAgainIfTheRowIsLocked() {
    ServiceRequest request = request();
    ServiceRequest locked = request();
    requests.submission().add(request, pipeline);
    requests.decisions().cancel(OPERATOR, request.id());
    requests.submission().add(locked, pipeline);
    database.useTransaction(
        tx -> {
          assertThat(new ExecutionStateStore().lock(tx, locked.id())).isPresent();
          assertThat(inOther(() -> seqAfterMarks(request))).isEqualTo(2);
          assertThat(inOther(() -> projectedSeq(locked.id()))).isZero();
        });

    assertThat(seqAfterMarks(locked)).isEqualTo(1);
  }

  @Test
  void theEndWaitsForMarksThatAreBeingWritten() throws InterruptedException {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    Thread end =
        database.inTransaction(
            tx -> {
              tx.update("LOCK TABLE request_run IN ACCESS EXCLUSIVE MODE");
              var _ = Thread.ofPlatform().start(marks::markAll);
              Eventually.eventually(() -> ungranted(tx), locks -> locks == 1);
              Thread closing = Thread.ofPlatform().start(marks::close);
              Eventually.eventually(closing::getState, state -> state != Thread.State.RUNNABLE);
              assertThat(closing.isAlive()).isTrue();
              return closing;
            });
    end.join();

    assertThat(projectedSeq(request.id())).isEqualTo(1);
  }

  private static long ungranted(Tx tx) {
    return tx.list(
            """
            SELECT count(*) AS locks FROM pg_locks
            WHERE NOT granted AND relation = 'request_run'::regclass
            """,
            row -> row.number("locks"))
        .getFirst();
  }

  private long seqAfterMarks(ServiceRequest request) {
    marks.markAll();
    return projectedSeq(request.id());
  }

  private static <T> T inOther(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task)).join();
  }

  /** What a process leaves that is killed before it has marked anything. */
  @Test
  void aDocumentThatWasNotMarkedIsFoundWithinSeconds() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    marks.markAll();
    database.useTransaction(tx -> tx.update("UPDATE request_run SET projected_seq = 0"));

    now = now.plusSeconds(2);
    assertThat(reconciler.sweep()).isEqualTo(1);

    assertThat(projectedSeq(request.id())).isEqualTo(1);
  }

  @Test
  void aDocumentThatCompletesARequestIsMarkedAsProjected() {
    ServiceRequest request = request();
    isMongoAway = true;
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> requests.submission().add(request, pipeline));
    isMongoAway = false;

    assertThat(requests.submission().addIfAbsent(request, pipeline)).isTrue();

    assertThat(projectedSeq(request.id())).isEqualTo(1);
  }

  private static long projectedSeq(String id) {
    return database.inTransaction(
        tx ->
            tx.list(
                    "SELECT projected_seq FROM request_run WHERE request_id = ?",
                    row -> row.number("projected_seq"),
                    id)
                .getFirst());
  }

  @Test
  void aListShowsWhatMongoDbDoesNotHaveAndWritesNothing() {
    ServiceRequest request = startedWhileMongoIsAway();
    done.clear();

    isMongoAway = true;
    RequestPage page =
        requests
            .reading()
            .listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of(RequestStatus.RUNNING)));

    assertThat(page.requests()).extracting(ServiceRequest::id).containsExactly(request.id());
    assertThat(page.totalCount()).isOne();
    assertThat(done).isEmpty();
    assertThat(stored(request)).isEqualTo(RequestStatus.NOT_STARTED);
  }

  @Test
  void aCancelledStepIsInterruptedBeforeMongoIsWaitedFor() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    requests.decisions().start(OPERATOR, request.id());
    done.clear();

    requests.decisions().cancel(OPERATOR, request.id());

    assertThat(done).containsExactly("interrupt", "project");
  }

  @Test
  void aClientThatSendsTheFinalOffsetGetsTheWholeLog() {
    ServiceRequest request = request();
    requests.submission().add(request, pipeline);
    requests.decisions().start(OPERATOR, request.id());
    database.useTransaction(
        tx ->
            new StepLogStore()
                .append(
                    tx,
                    new ExecutionStateStore().find(tx, request.id()).orElseThrow(),
                    List.of(new LogLine(LogLine.Level.INFO, now, "a line"))));
    String line = "[s1] 2026/01/31 08:00:00 [INFO] a line";

    assertThat(requests.reading().log(OPERATOR, request.id(), "s1", -1))
        .isEqualTo(new StepLogPage("s1", List.of(line), false, 1));
    assertThat(requests.reading().log(OPERATOR, request.id(), "s1", 1))
        .isEqualTo(new StepLogPage("s1", List.of(), false, 1));
    requests.decisions().cancel(OPERATOR, request.id());
    assertThat(requests.reading().log(OPERATOR, request.id(), "s1", 7))
        .isEqualTo(
            new StepLogPage(
                "s1",
                List.of(line, "[s1] 2026/01/31 08:00:00 [INFO] Cancelled by operator test"),
                true,
                -1));
  }

  private String orphan() {
    ServiceRequest request = request();
    isMongoAway = true;
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> requests.submission().add(request, pipeline));
    isMongoAway = false;
    return request.id();
  }

  private ServiceRequest request() {
    return new ServiceRequest(
        BsonValues.newId(),
        "",
        1,
        pipeline.id(),
        "p",
        1,
        RequestStatus.NOT_STARTED,
        now,
        now,
        "",
        JsonText.object("{}"));
  }

  private ExecutionState find(String id) {
    return database.inTransaction(tx -> new ExecutionStateStore().find(tx, id)).orElseThrow();
  }

  private RequestStatus stored(ServiceRequest request) {
    return store.find(request.id()).orElseThrow().status();
  }

  /** Counts the rows of all tables. */
  private static long rowsOf(String id) {
    return database.inTransaction(
        tx ->
            tx.list(
                    """
                    SELECT (SELECT count(*) FROM request_run WHERE request_id = ?)
                         + (SELECT count(*) FROM request_transition WHERE request_id = ?)
                         + (SELECT count(*) FROM service_request_event
                            WHERE service_request_id = ?) AS total
                    """,
                    row -> row.number("total"),
                    id,
                    id,
                    id)
                .getFirst());
  }

  /** A store that rejects all writes while MongoDB is away, and those for one request always. */
  private final class UnreliableStore extends ServiceRequestStore {

    UnreliableStore() {
      super(documents);
    }

    @Override
    public void add(ServiceRequest request, long runSeq) {
      requireThere();
      beforeNextAdd.run();
      super.add(request, runSeq);
      afterNextAdd.run();
    }

    @Override
    public boolean project(ExecutionState run) {
      done.add("project");
      requireThere();
      if (run.requestId().equals(rejected)) {
        throw new IllegalStateException("rejected by the test");
      }
      return super.project(run);
    }

    @Override
    public boolean projectAll(List<ExecutionState> states) {
      return states.stream().map(this::project).reduce(true, Boolean::logicalAnd);
    }

    private void requireThere() {
      if (isMongoAway) {
        throw new UnavailableException("away", new IllegalStateException("by the test"));
      }
    }
  }
}
