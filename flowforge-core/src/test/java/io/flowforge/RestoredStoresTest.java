package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestDecisions;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.repair.RepairReport;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores that were restored from copies of different times. */
class RestoredStoresTest {

  /** The tables that a request is in. */
  private static final List<String> TABLES =
      List.of(
          "request_run",
          "request_transition",
          "service_request_event",
          "scheduled_tasks",
          "step_output",
          "step_wait",
          "callback");

  private final TestStores stores = new TestStores();
  private Flowforge flowforge;
  private World world;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    flowforge.startWorkers();
    world = new World(flowforge);
    pipeline = world.pipeline(Pipelines.chain(List.of(Pipelines.approval(), Pipelines.approval())));
  }

  @AfterEach
  void close() {
    flowforge.close();
    stores.close();
  }

  @Test
  void nothingDiffersInRegularOperation() {
    waiting();
    submitted();
    decisions().cancel(MEMBER, waiting().id());

    RepairReport report = flowforge.repair().run();

    assertThat(report.compared()).isEqualTo(3);
    requireNothingFound(report);
  }

  @Test
  void aRequestIsWhereItWasAtTheTimeOfTheBackup() {
    ServiceRequest approved = waiting();
    ServiceRequest cancelled = submitted();
    ServiceRequest untouched = waiting();
    save();
    complete(approved);
    decisions().cancel(MEMBER, cancelled.id());
    restore();
    assertThat(statusOf(approved)).isEqualTo("Completed");

    RepairReport preview = flowforge.repair().preview();
    assertThat(statusOf(approved)).isEqualTo("Completed");
    RepairReport report = flowforge.repair().run();

    assertThat(report).isEqualTo(preview);
    assertThat(report.different().examples())
        .containsExactlyInAnyOrder(approved.id(), cancelled.id());
    assertThat(statusOf(approved)).isEqualTo("Pending");
    assertThat(statusOf(cancelled)).isEqualTo("Not Started");
    assertThat(statusOf(untouched)).isEqualTo("Pending");
    requireNothingFound(flowforge.repair().run());

    decisions().reject(ADMIN, approved.id(), "");
    assertThat(statusOf(approved)).isEqualTo("Failed");
  }

  @Test
  void documentsThatAreOlderThanPostgresGetItsStatus() {
    ServiceRequest request = waiting();
    Document old = OlderSystem.stored(stores, "service_requests", request.id());
    complete(request);
    delete(request);
    OlderSystem.inMongo(stores, "service_requests", List.of(old));

    assertThat(flowforge.repair().run().different().examples()).containsExactly(request.id());

    assertThat(statusOf(request)).isEqualTo("Completed");
    requireNothingFound(flowforge.repair().run());
  }

  /** The server ran before the repair. */
  @Test
  void aStatusOfTheSameNumberIsCompared() {
    ServiceRequest request = waiting();
    save();
    decisions().reject(ADMIN, request.id(), "");
    restore();
    decisions().cancel(MEMBER, request.id());
    assertThat(statusOf(request)).isEqualTo("Failed");

    assertThat(flowforge.repair().run().different().examples()).containsExactly(request.id());

    assertThat(statusOf(request)).isEqualTo("Cancelled");
  }

  @Test
  void aRequestThatPostgresDoesNotKnowDoesNotGoOn() {
    save();
    ServiceRequest waiting = waiting();
    ServiceRequest completed = waiting();
    complete(completed);
    restore();

    RepairReport report = flowforge.repair().run();
    flowforge.adoption().sweep();

    assertThat(report.unknown().examples()).containsExactlyInAnyOrder(waiting.id(), completed.id());
    assertThat(shown(waiting)).isEqualTo(RequestStatus.FAILED);
    assertThat(shown(completed)).isEqualTo(RequestStatus.COMPLETED);
    assertThat(flowforge.database().inTransaction(RestoredStoresTest::queued)).isZero();
  }

  /** Such a request could not be touched by anybody. */
  @Test
  void aRequestThatOnlyAnotherProgramKnowsIsReleased() {
    save();
    ServiceRequest request = waiting();
    restore();
    OlderSystem.set(stores, request.id(), new Document("status", "Cancelled"));

    assertThat(flowforge.repair().run().unknown().examples()).containsExactly(request.id());
    flowforge.adoption().sweep();

    assertThat(shown(request)).isEqualTo(RequestStatus.CANCELLED);
  }

  @Test
  void aRequestWithoutADocumentIsReported() {
    ServiceRequest kept = waiting();
    ServiceRequest lost = waiting();
    ServiceRequest notStarted = submitted();
    delete(lost);
    delete(notStarted);

    assertThat(flowforge.repair().run().lost().examples()).containsExactly(lost.id());
    assertThat(statusOf(kept)).isEqualTo("Pending");
  }

  @Test
  void anotherOrganizationNeverGetsThePipelinesOfOneThatIsForgotten() {
    OlderSystem.inMongo(
        stores,
        "pipelines",
        List.of(new Document("_id", new ObjectId()).append("org_id", world.orgId() + 7)));

    assertThat(flowforge.repair().run().organizationIds()).isEqualTo(7);
    requireNothingFound(flowforge.repair().run());

    assertThat(
            flowforge
                .organizationService()
                .create((Caller.Person) OWNER, DisplayName.of("name", "next"))
                .orgId())
        .isEqualTo(world.orgId() + 8);
  }

  private static void requireNothingFound(RepairReport report) {
    assertThat(report.different().count()).isZero();
    assertThat(report.unknown().count()).isZero();
    assertThat(report.lost().count()).isZero();
    assertThat(report.organizationIds()).isZero();
  }

  private static long queued(Tx tx) {
    return tx.list("SELECT count(*) AS n FROM scheduled_tasks", row -> row.number("n")).getFirst();
  }

  private ServiceRequest submitted() {
    return world.request(pipeline, "{}");
  }

  private ServiceRequest waiting() {
    ServiceRequest request = submitted();
    decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    return request;
  }

  private void complete(ServiceRequest request) {
    decisions().approve(ADMIN, request.id());
    world.await(request, RequestStatus.PENDING);
    decisions().approve(ADMIN, request.id());
  }

  private RequestDecisions decisions() {
    return flowforge.requests().decisions();
  }

  private RequestStatus shown(ServiceRequest request) {
    return flowforge.requests().reading().get(MEMBER, request.id()).request().status();
  }

  private String statusOf(ServiceRequest request) {
    return OlderSystem.stored(stores, "service_requests", request.id()).getString("status");
  }

  private void delete(ServiceRequest request) {
    try (var client = MongoClients.create(stores.mongoUri())) {
      client
          .getDatabase("flowforge_db")
          .getCollection("service_requests")
          .deleteOne(Filters.eq("_id", new ObjectId(request.id())));
    }
  }

  private void save() {
    flowforge
        .database()
        .useTransaction(
            tx ->
                TABLES.forEach(
                    table -> tx.update("CREATE TABLE saved_" + table + " AS TABLE " + table)));
  }

  private void restore() {
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update("TRUNCATE " + String.join(", ", TABLES));
              TABLES.forEach(table -> tx.update("INSERT INTO " + table + " TABLE saved_" + table));
            });
  }
}
