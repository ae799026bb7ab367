package io.flowforge.request;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RequestEditingTest extends CoreTest {

  @Test
  void changesOnlyTheGivenMembers() {
    ServiceRequest request = submitted();

    ServiceRequest reworded = change(request, new RequestChange(null, "please"));
    assertThat(reworded.remarks()).isEqualTo("please");
    assertThat(reworded.formData()).isEqualTo(request.formData());
    assertThat(reworded.lastUpdated()).isAfterOrEqualTo(request.lastUpdated());

    ServiceRequest refilled = change(request, who("New"));
    assertThat(refilled.remarks()).isEqualTo("please");
    assertThat(refilled.formData()).isEqualTo(World.object("{\"who\":\"New\"}"));
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request())
        .isEqualTo(refilled);

    assertThatThrownBy(
            () -> change(request, new RequestChange(World.object("{\"whom\":\"x\"}"), "no")))
        .isInstanceOf(InvalidException.class);
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request())
        .isEqualTo(refilled);
  }

  @Test
  void aRequestThatHasEndedCannotBeChanged() {
    ServiceRequest request = submitted();
    flowforge.requests().decisions().cancel(MEMBER, request.id());

    assertThatThrownBy(() -> change(request, who("New")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Cancelled");
    assertThat(flowforge.requests().reading().get(ADMIN, request.id()).request().formData())
        .isEqualTo(request.formData());
  }

  @Test
  void aStartWaitsForAChangeUnderWay() throws Exception {
    ServiceRequest request = submitted();
    var entered = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    try (var documents = Documents.open(stores.mongoUri());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ServiceRequest> change =
          threads.submit(
              () -> slowEditing(documents, entered, gate).change(MEMBER, request.id(), who("New")));
      entered.await();
      Future<?> start =
          threads.submit(() -> flowforge.requests().decisions().start(MEMBER, request.id()));
      var _ = Eventually.eventually(() -> start.isDone() || somebodyWaitsForALock(), yes -> yes);
      boolean isStartedMeanwhile = start.isDone();
      gate.countDown();

      assertThat(isStartedMeanwhile).isFalse();
      change.get();
      start.get();
    }
    world.await(request, RequestStatus.COMPLETED);
    assertThat(target.calls().getFirst().body()).isEqualTo("{\"who\":\"New\"}");
  }

  @RepeatedTest(10)
  void aWorkerReadsTheFormDataAsOfTheStart() throws Exception {
    ServiceRequest request = submitted();
    boolean isChanged;
    var ready = new CountDownLatch(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> change =
          threads.submit(
              () -> {
                ready.countDown();
                ready.await();
                try {
                  change(request, who("New"));
                  return true;
                } catch (ConflictException e) {
                  return false;
                }
              });
      ready.countDown();
      ready.await();
      flowforge.requests().decisions().start(MEMBER, request.id());
      isChanged = change.get();
    }
    RequestDetails ended = world.await(request, RequestStatus.COMPLETED);

    String expected = isChanged ? "{\"who\":\"New\"}" : "{\"who\":\"Old\"}";
    assertThat(ended.request().formData()).isEqualTo(World.object(expected));
    assertThat(target.calls().getFirst().body()).isEqualTo(expected);
  }

  private ServiceRequest submitted() {
    return world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\":\"Old\"}");
  }

  private ServiceRequest change(ServiceRequest request, RequestChange change) {
    return flowforge.requests().editing().change(MEMBER, request.id(), change);
  }

  private static RequestChange who(String name) {
    return new RequestChange(World.object("{\"who\":\"" + name + "\"}"), null);
  }

  private RequestEditing slowEditing(
      Documents documents, CountDownLatch entered, CountDownLatch gate) {
    var slow = new SlowStore(documents, entered, gate);
    var access =
        new RequestAccess(
            flowforge.database(),
            new AccessControl(flowforge.memberships()),
            slow,
            new PipelineStore(documents),
            new ExecutionStateStore(),
            (_, _, _) -> {});
    return new RequestEditing(
        access, slow, new SubmissionValidator(_ -> Optional.empty()), InstantSource.system());
  }

  private boolean somebodyWaitsForALock() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.find(
                        """
                        SELECT pid FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """,
                        row -> row.integer("pid"))
                    .isPresent());
  }

  /** A store whose changes wait for the test. */
  private static final class SlowStore extends ServiceRequestStore {

    private final CountDownLatch entered;
    private final CountDownLatch gate;

    SlowStore(Documents documents, CountDownLatch entered, CountDownLatch gate) {
      super(documents);
      this.entered = entered;
      this.gate = gate;
    }

    @Override
    boolean change(ExecutionState run, DocumentStatus stored, RequestChange change, Instant now) {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.change(run, stored, change, now);
    }
  }
}
