package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.UnavailableException;
import io.flowforge.mongo.Documents;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crash or an outage between PostgreSQL's commit and MongoDB's write. */
class ProjectionRepairTest {

  private final TestStores stores = new TestStores();
  private final AtomicInteger failures = new AtomicInteger();
  private Flowforge flowforge;
  private World world;

  /** A store whose next writes fail, as if the process had died before them. */
  private static final class FailingStore extends ServiceRequestStore {

    private final AtomicInteger failures;

    FailingStore(Documents documents, AtomicInteger failures) {
      super(documents);
      this.failures = failures;
    }

    @Override
    public boolean project(ExecutionState run) {
      failNow();
      return super.project(run);
    }

    @Override
    public boolean projectAll(List<ExecutionState> states) {
      return states.stream().map(this::project).reduce(true, Boolean::logicalAnd);
    }

    @Override
    public void add(ServiceRequest request, long runSeq) {
      failNow();
      super.add(request, runSeq);
    }

    private void failNow() {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new UnavailableException("away", new IllegalStateException("by the test"));
      }
    }
  }

  @BeforeEach
  void open() {
    flowforge =
        Flowforge.open(
            stores.settings(),
            InstantSource.system(),
            documents -> new FailingStore(documents, failures));
    world = new World(flowforge);
  }

  @AfterEach
  void close() {
    flowforge.close();
    stores.close();
  }

  @Test
  void theReconcilerWritesTheStatus() {
    ServiceRequest request = request();
    failures.set(1);
    flowforge.requests().decisions().cancel(MEMBER, request.id());
    assertThat(stored(request)).isEqualTo(RequestStatus.NOT_STARTED);

    flowforge.startWorkers();
    Eventually.eventually(() -> stored(request), RequestStatus.CANCELLED::equals);
  }

  @Test
  void aReaderSeesACommittedStatusBeforeTheReconcilerWritesIt() {
    ServiceRequest request = request();
    failures.set(1);
    flowforge.requests().decisions().cancel(MEMBER, request.id());

    assertThat(flowforge.requests().reading().get(MEMBER, request.id()).request().status())
        .isEqualTo(RequestStatus.CANCELLED);
    assertThat(
            flowforge
                .requests()
                .reading()
                .listOwn(
                    MEMBER, new RequestQuery(world.orgId(), 1, 10, Set.of(RequestStatus.CANCELLED)))
                .requests())
        .extracting(ServiceRequest::id)
        .containsExactly(request.id());
  }

  @Test
  void aRequestWhoseDocumentWasNotWrittenDoesNotExist() {
    var pipeline = world.pipeline(Pipelines.chain(List.of(Pipelines.approval())));
    failures.set(1);
    assertThatThrownBy(
            () ->
                flowforge
                    .requests()
                    .submission()
                    .create(
                        MEMBER,
                        new NewRequest(pipeline.id(), world.orgId(), World.object("{}"), "", null)))
        .isInstanceOf(UnavailableException.class);
    assertThat(
            flowforge
                .requests()
                .reading()
                .listOwn(MEMBER, new RequestQuery(world.orgId(), 1, 10, Set.of()))
                .requests())
        .isEmpty();
  }

  private ServiceRequest request() {
    return world.request(world.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
  }

  private RequestStatus stored(ServiceRequest request) {
    return flowforge.requestStore().find(request.id()).orElseThrow().status();
  }
}
