package io.flowforge;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.mongo.Documents;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose stores are unavailable for a while. */
class OutageTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final AtomicBoolean isMongoAway = new AtomicBoolean();
  private Flowforge flowforge;
  private World world;

  private static final class StoreThatMayBeAway extends ServiceRequestStore {

    private final AtomicBoolean isAway;

    StoreThatMayBeAway(Documents documents, AtomicBoolean isAway) {
      super(documents);
      this.isAway = isAway;
    }

    @Override
    public Optional<Stored> stored(String id) {
      requireThere();
      return super.stored(id);
    }

    @Override
    public boolean project(ExecutionState state) {
      requireThere();
      return super.project(state);
    }

    @Override
    public boolean projectAll(List<ExecutionState> states) {
      return states.stream().map(this::project).reduce(true, Boolean::logicalAnd);
    }

    private void requireThere() {
      if (isAway.get()) {
        throw new UnavailableException("away", new IllegalStateException("as the test wants it"));
      }
    }
  }

  @BeforeEach
  void open() {
    ExecutionSettings settings =
        stores
            .settings()
            .execution()
            .withIntervals(
                ExecutionSettings.defaults().intervals().withSweep(Duration.ofMillis(50)));
    flowforge =
        Flowforge.open(
            stores.settings(settings),
            InstantSource.system(),
            documents -> new StoreThatMayBeAway(documents, isMongoAway));
    world = new World(flowforge);
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void workWaitsForASecondOrTwoWhileAStoreIsAway() {
    ServiceRequest request = request();
    flowforge.requests().decisions().start(MEMBER, request.id());
    isMongoAway.set(true);
    flowforge.startWorkers();

    List<Double> delays = eventually(this::delaysOfRescheduledWork, seen -> !seen.isEmpty());

    assertThat(delays).singleElement().satisfies(d -> assertThat(d).isBetween(0.99, 2.01));
    isMongoAway.set(false);
    world.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void theReconcilerContinuesAfterPostgresEndedItsConnection() {
    flowforge.startWorkers();
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update("LOCK TABLE request_run IN ACCESS EXCLUSIVE MODE");
              // Only the reconciler reads the table at this time.
              eventually(
                  () ->
                      tx.list(
                          """
                          SELECT pg_terminate_backend(pid) AS done FROM pg_locks
                          WHERE NOT granted AND relation = 'request_run'::regclass
                          """,
                          row -> row.bool("done")),
                  List.of(true)::equals);
            });

    ServiceRequest request = request();
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.COMPLETED);
    loseAProjection();

    eventually(
        () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
        RequestStatus.COMPLETED::equals);
    eventually(this::unprojected, count -> count == 0);
  }

  /** Leaves the row as a server does that dies between the commit and the write to MongoDB. */
  private void loseAProjection() {
    flowforge
        .database()
        .useTransaction(tx -> tx.update("UPDATE request_run SET projected_seq = 1"));
  }

  private int unprojected() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT count(*) AS n FROM request_run WHERE projected_seq < status_seq
                        """,
                        row -> row.integer("n"))
                    .getFirst());
  }

  /** In seconds, between the end of the execution and the time at which the entry is due again. */
  private List<Double> delaysOfRescheduledWork() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT extract(epoch FROM execution_time - last_success)::text AS delay
                    FROM scheduled_tasks WHERE last_success IS NOT NULL
                    """,
                    row -> Double.parseDouble(row.text("delay"))));
  }

  private ServiceRequest request() {
    return world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
  }
}
