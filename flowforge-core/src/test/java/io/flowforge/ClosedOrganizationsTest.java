package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.History;
import io.flowforge.testing.LegacyRequests;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the requests of an organization that is deleted. */
class ClosedOrganizationsTest extends CoreTest {

  private static final String IN_AN_HOUR =
      ", \"retry\": {\"max_attempts\": 2, \"initial_delay_seconds\": 3600}";

  private final History history = new History(flowforge.database());
  private World acme;

  ClosedOrganizationsTest() {
    super(
        ExecutionSettings.defaults()
            .allowingPrivateTargets(true)
            .withIntervals(
                ExecutionSettings.defaults().intervals().withSweep(Duration.ofMillis(200))));
  }

  @BeforeEach
  void foundAnOrganization() {
    acme = new World(flowforge);
  }

  @Test
  void everythingOpenIsCancelledInTheNameOfTheDeleter() {
    Pipeline calls = acme.pipeline(Pipelines.callApproveCall(target.url()));
    ServiceRequest submitted = acme.request(calls, "{}");
    ServiceRequest pending = started(calls);
    acme.await(pending, RequestStatus.PENDING);
    target.answerInTurn(503);
    ServiceRequest retried =
        started(acme.pipeline(Pipelines.chain(List.of(Pipelines.api(target.url()) + IN_AN_HOUR))));
    eventually(() -> history.transitions(retried.id()), seen -> seen.size() == 3);
    ServiceRequest completed = started(acme.pipeline(Pipelines.call(target.url())));
    acme.await(completed, RequestStatus.COMPLETED);
    Runnable release = target.hold();
    ServiceRequest running = started(calls);
    eventually(target.calls()::size, count -> count == 4);

    delete();

    for (ServiceRequest request : List.of(submitted, pending, retried, running)) {
      eventually(() -> history.status(request.id()), "Cancelled"::equals);
      assertThat(history.transitions(request.id()).getLast()).isEqualTo("CANCEL auth0|olga");
      eventually(() -> statusInMongo(request), RequestStatus.CANCELLED::equals);
    }
    assertThat(history.events(submitted.id())).isEmpty();
    assertThat(history.events(pending.id()))
        .endsWith("s2 WAIT_FOR_APPROVAL Running ", "s2 WAIT_FOR_APPROVAL Cancelled auth0|olga");
    assertThat(history.events(running.id()))
        .containsExactly("s1 API Running auth0|mike", "s1 API Cancelled auth0|olga");
    assertThat(history.status(completed.id())).isEqualTo("Completed");
    release.run();
    eventually(this::entriesAtWork, count -> count == 0);
    assertThat(target.calls()).hasSize(4);
  }

  /** {@code -Dclosing.requests} measures how long more of them take. */
  @Test
  void thousandsAreCancelledInBatches() {
    int count = Integer.getInteger("closing.requests", 1_000);
    Pipeline pipeline = acme.pipeline(Pipelines.callApproveCall(target.url()));
    fill(pipeline, count);
    long begin = System.nanoTime();

    delete();

    eventually(() -> history.count(acme.orgId(), "Cancelled"), all -> all == count);
    System.out.printf(
        "closing.requests=%d took %d ms%n", count, (System.nanoTime() - begin) / 1_000_000);
    eventually(this::closingOrganizations, left -> left == 0);
  }

  @Test
  void organizationsThatWereDeletedEarlierAreCleanedUp() {
    Pipeline pipeline = acme.pipeline(Pipelines.callApproveCall(target.url()));
    ServiceRequest pending = started(pipeline);
    acme.await(pending, RequestStatus.PENDING);

    // As a server of the version before does it.
    sql("UPDATE organization SET deleted = TRUE WHERE org_id = " + acme.orgId());

    eventually(() -> history.status(pending.id()), "Cancelled"::equals);
    eventually(this::closingOrganizations, left -> left == 0);
    String legacy = LegacyRequests.insert(stores, pipeline, "Running");
    try (Flowforge another = Flowforge.open(stores.settings(), InstantSource.system())) {
      another.startWorkers();
      eventually(() -> history.status(legacy), "Cancelled"::equals);
    }
    assertThat(history.transitions(legacy)).containsExactly("ADOPT ", "CANCEL auth0|olga");
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void severalServersShareTheWork() throws Exception {
    Pipeline pipeline = acme.pipeline(Pipelines.callApproveCall(target.url()));
    fill(pipeline, 600);
    try (Flowforge other = Flowforge.open(stores.settings(), InstantSource.system());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      delete();
      List<Future<Integer>> sweeps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Flowforge server = i % 2 == 0 ? flowforge : other;
        sweeps.add(threads.submit(() -> server.closedOrganizations().sweep()));
      }
      for (Future<Integer> sweep : sweeps) {
        sweep.get();
      }
    }
    eventually(() -> history.count(acme.orgId(), "Cancelled"), all -> all == 600);
    assertThat(transitions()).isEqualTo(1_200);
  }

  private ServiceRequest started(Pipeline pipeline) {
    ServiceRequest request = acme.request(pipeline, "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private void delete() {
    flowforge.organizationService().delete((Caller.Person) OWNER, acme.orgId());
  }

  private RequestStatus statusInMongo(ServiceRequest request) {
    return flowforge.requestStore().find(request.id()).orElseThrow().status();
  }

  /** Adds requests that wait for approval, as quickly as possible. */
  private void fill(Pipeline pipeline, int count) {
    ServiceRequest model = acme.request(pipeline, "{}");
    sql(
        """
        INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
                                 projected_seq, leg, claim, created_at, updated_at)
        SELECT lpad(to_hex(org_id), 8, '0') || lpad(to_hex(i), 16, '0'), org_id, CASE i %% 3 WHEN 0 THEN 'Running' ELSE 'Pending' END,
               's1', 1, 1, 1, 1, 1, now(), now()
        FROM request_run, generate_series(2, %d) i WHERE request_id = '%s'
        """
            .formatted(count, model.id()));
    sql(
        """
        INSERT INTO request_transition
          (request_id, seq, transition, to_status, caused_by, happened_at)
        SELECT request_id, 1, 'ADOPT', status, '', now() FROM request_run
        WHERE org_id = %d AND request_id <> '%s'
        """
            .formatted(acme.orgId(), model.id()));
  }

  private int transitions() {
    return one(
        "SELECT count(*) FROM request_transition JOIN request_run USING (request_id)"
            + " WHERE org_id = "
            + acme.orgId());
  }

  private int closingOrganizations() {
    return one(
        """
        SELECT count(*) FROM organization
        WHERE deleted AND org_id NOT IN (SELECT org_id FROM settled_organization)
        """);
  }

  private int entriesAtWork() {
    return one("SELECT count(*) FROM scheduled_tasks WHERE picked");
  }

  private int one(String sql) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.list(sql, row -> row.integer("count")))
        .getFirst();
  }

  private void sql(String sql) {
    flowforge.database().useTransaction(tx -> tx.update(sql));
  }
}
