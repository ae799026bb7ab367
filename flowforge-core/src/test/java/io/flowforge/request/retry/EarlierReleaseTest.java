package io.flowforge.request.retry;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.postgres.Tx;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.history.HistoryRange;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A server of the release before retries, beside this one on the same database. It would run a
 * retried request with the key of its first run. The statements are those of that release.
 */
class EarlierReleaseTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Flowforge flowforge = Flowforge.open(stores.settings(), InstantSource.system());
  private final World world = new World(flowforge);

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void itPicksFirstRunsOnly() {
    ServiceRequest first = request(Pipelines.call(target.url()));
    ServiceRequest retried = request(Pipelines.call(target.url()));
    fail(retried);
    var _ = flowforge.requests().retry().retry(MEMBER, retried.id(), WantedRetry.OF_FAILED_STEP);
    flowforge.requests().decisions().start(MEMBER, first.id());

    assertThat(inTransaction(EarlierReleaseTest::pick)).containsExactly(first.id() + "/2");

    flowforge.startWorkers();
    world.await(retried, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .isEqualTo(List.of(retried.id() + "/s1/2"));
  }

  /** An approval through it queues the work; the entry must not be one that it runs. */
  @Test
  void whatItQueuesForALaterRunIsLeftToThisRelease() {
    ServiceRequest retried = request(Pipelines.callApproveCall(target.url()));
    flowforge.requests().decisions().start(MEMBER, retried.id());
    flowforge.startWorkers();
    world.await(retried, RequestStatus.PENDING);
    flowforge.requests().decisions().reject(ADMIN, retried.id(), "");
    var _ = flowforge.requests().retry().retry(MEMBER, retried.id(), WantedRetry.OF_FAILED_STEP);
    world.await(retried, RequestStatus.PENDING);
    long next = seq(retried) + 1;

    flowforge.database().useTransaction(tx -> approve(tx, retried.id(), next));

    world.await(retried, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .isEqualTo(List.of(retried.id() + "/s1/1", retried.id() + "/s3/2"));
    // It knows no runs, but its line belongs to the one that it was written in.
    assertThat(flowforge.requests().reading().log(MEMBER, retried.id(), "s2", 0, 2).lines())
        .anyMatch(line -> line.endsWith("Approved by an earlier release"));
    assertThat(flowforge.requests().reading().log(MEMBER, retried.id(), "s2", 0, 1).lines())
        .noneMatch(line -> line.endsWith("Approved by an earlier release"));
    assertThat(
            flowforge
                .requests()
                .history()
                .page(MEMBER, retried.id(), new HistoryRange(null, null, 1))
                .transitions())
        .allMatch(transition -> transition.run() == 2);
  }

  @Test
  void anEntryOfALaterRunIsCancelledThroughItAndGoes() {
    ServiceRequest retried = request(Pipelines.call(target.url()));
    fail(retried);
    var _ = flowforge.requests().retry().retry(MEMBER, retried.id(), WantedRetry.OF_FAILED_STEP);
    long next = seq(retried) + 1;

    flowforge.database().useTransaction(tx -> cancel(tx, retried.id(), next));

    assertThat(entries()).isOne();
    flowforge.startWorkers();
    eventually(this::entries, count -> count == 0);
    assertThat(target.calls()).isEmpty();
  }

  /** What its pages and logs are read with. */
  @Test
  void itsReadingStatementsAreStillValid() {
    ServiceRequest request = request(Pipelines.call(target.url()));
    List<String> steps =
        inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT DISTINCT ON (step_name) event_type, step_name, step_type, created_by,
                           coalesce(created_at, 'epoch') AS created_at, transition
                    FROM service_request_event AS event
                    LEFT JOIN request_transition AS cause
                      ON cause.request_id = event.service_request_id AND cause.seq = event.seq
                    WHERE service_request_id = ?
                    ORDER BY step_name, event.seq = 0 DESC, event.seq DESC, event_id DESC
                    """,
                    row -> row.text("step_name"),
                    request.id()));
    assertThat(steps).containsExactly("s1");
    List<String> causes =
        inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT coalesce(trace_id, '') AS trace_id, found_status IS NOT NULL AS is_adopted,
                           found_status, found_seq, EXISTS (
                             SELECT 1 FROM service_request_event
                             WHERE service_request_id = request_run.request_id
                               AND service_request_event.seq = 0) AS has_events_of_others
                    FROM request_run
                    LEFT JOIN request_transition AS cause
                      ON cause.request_id = request_run.request_id AND cause.seq = leg
                    WHERE request_run.request_id = ?
                    """,
                    row -> row.text("trace_id"),
                    request.id()));
    assertThat(causes).hasSize(1);
  }

  private static List<String> pick(Tx tx) {
    return tx.list(
        """
        UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'earlier', last_heartbeat = now(),
               version = version + 1
        WHERE NOT picked AND task_name = 'run-request' RETURNING task_instance
        """,
        row -> row.text("task_instance"));
  }

  private static void approve(Tx tx, String id, long next) {
    transition(tx, id, next, "APPROVE", "Running", "s3");
    tx.update(
        "UPDATE request_run SET leg = ?, attempt = 1, step_spent_ms = 0 WHERE request_id = ?",
        next,
        id);
    tx.update(
        """
        INSERT INTO service_request_event (event_type, service_request_id, step_name, step_type,
                                           created_by, created_at, seq)
        VALUES ('Completed', ?, 's2', 'WAIT_FOR_APPROVAL', 'auth0|ada', now(), ?),
               ('Running', ?, 's3', 'API', 'auth0|ada', now(), ?)
        """,
        id,
        next,
        id,
        next);
    tx.update(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,
                                     org_id, pipeline_id)
        SELECT 'run-request', ?, now(), FALSE, 1, org_id, pipeline_id
        FROM request_run WHERE request_id = ?
        """,
        id + "/" + next,
        id);
    tx.update(
        """
        INSERT INTO step_log (request_id, step_name, level, logged_at, text)
        VALUES (?, 's2', 'INFO', now(), 'Approved by an earlier release')
        """,
        id);
  }

  private static void cancel(Tx tx, String id, long next) {
    transition(tx, id, next, "CANCEL", "Cancelled", "s1");
    tx.update(
        "DELETE FROM scheduled_tasks WHERE task_name = 'run-request' AND task_instance = ?",
        id + "/" + (next - 1));
  }

  private static void transition(
      Tx tx, String id, long next, String name, String status, String step) {
    tx.update(
        """
        UPDATE request_run SET status = ?, current_step = ?, seq = ?, status_seq = ?
        WHERE request_id = ?
        """,
        status,
        step,
        next,
        next,
        id);
    tx.update(
        """
        INSERT INTO request_transition (request_id, seq, transition, to_status, caused_by,
                                        operator, happened_at, trace_id)
        VALUES (?, ?, ?, ?, 'auth0|ada', '', now(), '')
        """,
        id,
        next,
        name,
        status);
  }

  private ServiceRequest request(String pipeline) {
    return world.request(world.pipeline(pipeline), "{\"who\": \"Mike\"}");
  }

  /** Fails it without running anything. */
  private void fail(ServiceRequest request) {
    inTransaction(
        tx -> {
          transition(tx, request.id(), 2, "FAIL", "Failed", "s1");
          return 0;
        });
  }

  private long seq(ServiceRequest request) {
    return inTransaction(
            tx ->
                tx.list(
                    "SELECT seq FROM request_run WHERE request_id = ?",
                    row -> row.number("seq"),
                    request.id()))
        .getFirst();
  }

  private int entries() {
    return inTransaction(
            tx -> tx.list("SELECT count(*) AS n FROM scheduled_tasks", row -> row.integer("n")))
        .getFirst();
  }

  private <T> T inTransaction(Function<Tx, T> work) {
    return flowforge.database().inTransaction(work);
  }
}
