package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.UserStore;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipStore;
import io.flowforge.pipeline.Form;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left between PostgreSQL and MongoDB when a write to MongoDB fails; without workers. */
class BetweenStoresTest {

  private static final Caller OPERATOR = new Caller.Operator();

  private static TestStores stores;
  private static Database database;
  private static Documents documents;

  private final List<String> done = new ArrayList<>();
  private boolean isMongoAway;
  private String refused = "";
  private Runnable beforeNextAdd = () -> {};
  private Runnable afterNextAdd = () -> {};
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private Pipeline pipeline;
  private ServiceRequestStore store;
  private Requests requests;

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
    requests = requestsOn(database);
  }

  private Requests requestsOn(Database postgres) {
    return Requests.of(
        postgres,
        new AccessControl(new MembershipStore()),
        new UserStore(),
        new PipelineStore(documents),
        store,
        (_, _, _, _) -> {},
        _ -> done.add("interrupt"),
        () -> now,
        new CompositeMeterRegistry());
  }

  @Test
  void aRunWithoutADocumentIsRemovedOnceNoDocumentCanCome() {
    String id = orphan();
    // Whoever lists requests must not take the run for one that MongoDB has seen.
    requests.service().listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of()));

    now = now.plus(Duration.ofMinutes(9));
    assertThat(requests.reconciler().sweep()).isZero();
    assertThat(rowsOf(id)).isEqualTo(3);

    now = now.plus(Duration.ofMinutes(2));
    assertThat(requests.reconciler().sweep()).isEqualTo(1);
    assertThat(rowsOf(id)).isZero();
    assertThat(requests.reconciler().sweep()).isZero();
  }

  @Test
  void aRunThatHasMovedIsNotRemovedNorItsHistory() {
    ServiceRequest request = request();
    requests.service().add(request, pipeline);
    ExecutionState before = find(request.id());
    requests.actions().start(OPERATOR, request.id());
    long rows = rowsOf(request.id());

    boolean isRemoved = database.inTransaction(tx -> new ExecutionStateStore().remove(tx, before));

    assertThat(isRemoved).isFalse();
    assertThat(rowsOf(request.id())).isEqualTo(rows);
  }

  @Test
  void runsWithoutDocumentsDoNotKeepOthersFromBeingRepaired() {
    for (int i = 0; i < 205; i++) {
      orphan();
    }
    ServiceRequest request = request();
    requests.service().add(request, pipeline);
    isMongoAway = true;
    requests.actions().cancel(OPERATOR, request.id());
    isMongoAway = false;
    assertThat(stored(request)).isEqualTo(RequestStatus.NOT_STARTED);

    now = now.plusSeconds(2);
    assertThat(requests.reconciler().sweep()).isEqualTo(1);
    assertThat(stored(request)).isEqualTo(RequestStatus.CANCELLED);
  }

  @Test
  void moreThanOneBatchIsRepairedAtOnce() {
    List<ServiceRequest> left = new ArrayList<>();
    for (int i = 0; i < 205; i++) {
      left.add(startedBehindMongosBack());
    }

    now = now.plusSeconds(2);
    assertThat(requests.reconciler().sweep()).isEqualTo(205);
    assertThat(left).allMatch(request -> stored(request) == RequestStatus.RUNNING);
  }

  @Test
  void aDocumentThatMongoRefusesKeepsNoOtherFromBeingRepairedOrRead() {
    refused = startedBehindMongosBack().id();
    ServiceRequest other = startedBehindMongosBack();

    now = now.plusSeconds(2);
    requests.service().listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of()));
    assertThat(stored(other)).isEqualTo(RequestStatus.RUNNING);

    ServiceRequest third = startedBehindMongosBack();
    now = now.plusSeconds(2);
    requests.reconciler().sweep();
    assertThat(stored(third)).isEqualTo(RequestStatus.RUNNING);
  }

  /** Frozen before it wrote the document, for so long that its run was taken for an orphan. */
  @Test
  void whoWritesItsDocumentTooLateStillHasARun() {
    ServiceRequest request = request();
    beforeNextAdd =
        () -> {
          now = now.plus(Duration.ofMinutes(11));
          requests.reconciler().sweep();
        };

    requests.service().add(request, pipeline);

    requests.actions().start(OPERATOR, request.id());
    assertThat(find(request.id()).status()).isEqualTo(RequestStatus.RUNNING);
    assertThat(requests.reconciler().sweep()).isZero();
  }

  /** To tell its requester to try again would make two of it. */
  @Test
  void aRequestThatExistsIsNotRefusedBecausePostgresIsGoneByThen() {
    try (Database ofOneConnection = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      ServiceRequest request = request();
      int connection = ofOneConnection.inTransaction(BetweenStoresTest::pid);
      afterNextAdd = () -> terminate(connection);

      requestsOn(ofOneConnection).service().add(request, pipeline);

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

  private ServiceRequest startedBehindMongosBack() {
    ServiceRequest request = request();
    requests.service().add(request, pipeline);
    isMongoAway = true;
    requests.actions().start(OPERATOR, request.id());
    isMongoAway = false;
    return request;
  }

  @Test
  void aReaderWaitsForMongoOnceNotForEveryRun() {
    for (int i = 0; i < 3; i++) {
      startedBehindMongosBack();
    }
    done.clear();

    isMongoAway = true;
    requests.service().listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of()));
    assertThat(done).containsExactly("project");

    isMongoAway = false;
    requests.service().listAll(OPERATOR, new RequestQuery(1, 1, 10, Set.of()));
    assertThat(done).containsExactly("project", "project", "project", "project");
  }

  @Test
  void aCancelledStepIsInterruptedBeforeMongoIsWaitedFor() {
    ServiceRequest request = request();
    requests.service().add(request, pipeline);
    requests.actions().start(OPERATOR, request.id());
    done.clear();

    requests.actions().cancel(OPERATOR, request.id());

    assertThat(done).containsExactly("interrupt", "project");
  }

  @Test
  void aLogIsReadFromTheBeginningByWhoComesBackWithTheEnd() {
    ServiceRequest request = request();
    requests.service().add(request, pipeline);
    requests.actions().start(OPERATOR, request.id());
    database.useTransaction(
        tx ->
            requests
                .logs()
                .append(
                    tx,
                    request.id(),
                    "s1",
                    List.of(new LogLine(LogLine.Level.INFO, now, "a line"))));
    String line = "[s1] 2026/01/31 08:00:00 [INFO] a line";

    assertThat(requests.service().log(OPERATOR, request.id(), "s1", -1))
        .isEqualTo(new StepLogPage("s1", List.of(line), false, 1));
    assertThat(requests.service().log(OPERATOR, request.id(), "s1", 1))
        .isEqualTo(new StepLogPage("s1", List.of(), false, 1));
    requests.actions().cancel(OPERATOR, request.id());
    assertThat(requests.service().log(OPERATOR, request.id(), "s1", 7))
        .isEqualTo(
            new StepLogPage(
                "s1",
                List.of(line, "[s1] 2026/01/31 08:00:00 [INFO] Cancelled by an operator"),
                true,
                -1));
  }

  private String orphan() {
    ServiceRequest request = request();
    isMongoAway = true;
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> requests.service().add(request, pipeline));
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
    return database.inTransaction(tx -> requests.runs().find(tx, id)).orElseThrow();
  }

  private RequestStatus stored(ServiceRequest request) {
    return store.find(request.id()).orElseThrow().status();
  }

  /** In all tables. */
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

  /** Cannot be written to while MongoDB is away, and refuses one request. */
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
    public void project(ExecutionState run) {
      done.add("project");
      requireThere();
      if (run.requestId().equals(refused)) {
        throw new IllegalStateException("refused, as the test wants it");
      }
      super.project(run);
    }

    private void requireThere() {
      if (isMongoAway) {
        throw new UnavailableException("away", new IllegalStateException("as the test wants it"));
      }
    }
  }
}
