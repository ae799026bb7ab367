package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.LegacyRequests;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of an older deployment: documents and events without an execution state. */
class AdoptionTest {

  private static final Instant LONG_AGO = Instant.parse("2024-05-01T10:00:00Z");

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
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
  void endedRequestsStayAsTheyAre() {
    ServiceRequest request = legacy("Completed");
    reopen();
    flowforge.startWorkers();
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request().status())
        .isEqualTo(RequestStatus.COMPLETED);
    assertThat(flowforge.adoptRequests()).isZero();
    assertThat(statesToBeProjected()).isZero();
  }

  @Test
  void aWaitingRequestCanBeApproved() {
    ServiceRequest request = legacy("Pending");
    event(request, "s1", "Completed");
    event(request, "s2", "Running");
    reopen();
    flowforge.startWorkers();
    flowforge.requests().decisions().approve(ADMIN, request.id());
    World.await(flowforge, request, RequestStatus.COMPLETED);
    assertThat(target.calls())
        .extracting(call -> call.header("Idempotency-key"))
        .containsExactly(request.id() + "/s3/1");
  }

  @Test
  void aRunningRequestContinuesAtItsStep() {
    ServiceRequest request = legacy("Running");
    event(request, "s1", "Completed");
    event(request, "s2", "Completed");
    event(request, "s3", "Running");
    reopen();
    flowforge.startWorkers();
    World.await(flowforge, request, RequestStatus.COMPLETED);
    assertThat(target.calls()).hasSize(1);
  }

  private void reopen() {
    flowforge.close();
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
  }

  private long statesToBeProjected() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        "SELECT count(*) AS n FROM request_run WHERE projected_seq < status_seq",
                        row -> row.number("n"))
                    .getFirst());
  }

  private ServiceRequest legacy(String status) {
    String id = LegacyRequests.insert(stores, pipeline, status);
    return flowforge.requestStore().find(id).orElseThrow();
  }

  private void event(ServiceRequest request, String step, String type) {
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    INSERT INTO service_request_event
                      (event_type, service_request_id, step_name, step_type, created_by, created_at)
                    VALUES (?, ?, ?, 'API', '', ?)
                    """,
                    type,
                    request.id(),
                    step,
                    LONG_AGO));
  }
}
