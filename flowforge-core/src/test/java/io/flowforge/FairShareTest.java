package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Organizations that need the same workers. */
class FairShareTest {

  private final TestStores stores = new TestStores();
  private final Target hanging = new Target();
  private final Runnable release = hanging.hold();
  private final Target fast = new Target();
  private Flowforge flowforge = open(64);

  @AfterEach
  void close() {
    release.run();
    flowforge.close();
    hanging.close();
    fast.close();
    stores.close();
  }

  @Test
  void stepsThatHangLeaveAnotherOrganizationAlone() {
    flowforge.startWorkers();
    start(new World(flowforge), hanging, 60);
    // An eighth of all places stays free for others.
    eventually(hanging.calls()::size, calls -> calls == 56);

    World other = new World(flowforge);
    ServiceRequest request = start(other, fast, 1).getFirst();

    other.await(request, RequestStatus.COMPLETED);
    assertThat(hanging.calls()).hasSize(56);
  }

  @Test
  void organizationsWhoseStepsHangLeaveEachOtherAlone() {
    flowforge.startWorkers();
    start(new World(flowforge), hanging, 70);
    eventually(hanging.calls()::size, calls -> calls == 56);
    start(new World(flowforge), hanging, 70);
    eventually(hanging.calls()::size, calls -> calls == 63);

    World third = new World(flowforge);
    ServiceRequest request = start(third, fast, 1).getFirst();

    third.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void aQueueOfThousandsLeavesAnotherOrganizationAlone() {
    flowforge.close();
    flowforge = open(2_000);
    World busy = new World(flowforge);
    int queued = 10_000;
    queue(busy.orgId(), queued);
    flowforge.startWorkers();
    eventually(() -> queued - waiting(busy.orgId()), ended -> ended > 0);

    World other = new World(flowforge);
    ServiceRequest request = start(other, fast, 1).getFirst();

    other.await(request, RequestStatus.COMPLETED);
    assertThat(waiting(busy.orgId())).isPositive();
  }

  /** More than the 500 that were the maximum when each call needed its own heartbeat. */
  @Test
  void callsThatWaitNeedNoThreadsOfTheMachine() {
    flowforge.close();
    flowforge = open(2_000);
    flowforge.startWorkers();
    int before = ManagementFactory.getThreadMXBean().getThreadCount();

    List<ServiceRequest> requests = start(new World(flowforge), hanging, 600);
    eventually(hanging.calls()::size, calls -> calls == 600);

    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(before + 100);
    release.run();
    requests.forEach(
        request ->
            eventually(
                () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
                RequestStatus.COMPLETED::equals));
  }

  private Flowforge open(int requestsInFlight) {
    return Flowforge.open(
        stores.settings(stores.settings().execution().withRequestsInFlight(requestsInFlight)),
        InstantSource.system());
  }

  private List<ServiceRequest> start(World world, Target target, int count) {
    String step = Pipelines.api(target.url()) + ", \"timeout_seconds\": 600";
    Pipeline pipeline = world.pipeline(Pipelines.chain(List.of(step)));
    List<ServiceRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
      flowforge.requests().decisions().start(MEMBER, request.id());
      requests.add(request);
    }
    return requests;
  }

  /** Requests that fail at once, because they have no document. */
  private void queue(int orgId, int count) {
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update(
                  """
                  INSERT INTO request_run (request_id, org_id, status, current_step, attempt,
                    step_spent_ms, seq, status_seq, leg, claim, created_at, updated_at,
                    projected_seq)
                  SELECT 'queued-' || n, ?, 'Running', 's1', 1, 0, 2, 2, 2, 0, now(), now(), 2
                  FROM generate_series(1, ?) AS n
                  """,
                  orgId,
                  count);
              tx.update(
                  """
                  INSERT INTO scheduled_tasks
                    (task_name, task_instance, execution_time, picked, version, org_id)
                  SELECT 'run-request', 'queued-' || n || '/2', now() - interval '1 minute', FALSE,
                         1, ?
                  FROM generate_series(1, ?) AS n
                  """,
                  orgId,
                  count);
            });
  }

  private int waiting(int orgId) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT count(*) AS n FROM scheduled_tasks WHERE org_id = ?",
                        row -> row.integer("n"),
                        orgId)
                    .getFirst());
  }
}
