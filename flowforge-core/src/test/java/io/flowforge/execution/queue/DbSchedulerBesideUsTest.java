package io.flowforge.execution.queue;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.flowforge.Flowforge;
import io.flowforge.execution.ExecutionSettings.Intervals;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers of an earlier release use db-scheduler on the same table, during an upgrade. */
class DbSchedulerBesideUsTest {

  private static final Duration HEARTBEAT = Duration.ofMillis(1500);

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Set<String> ofLibrary = ConcurrentHashMap.newKeySet();
  private final CustomTask<Void> task =
      Tasks.custom("run-request", Void.class)
          .execute(
              (entry, _) -> {
                ofLibrary.add(entry.getId());
                return new CompletionHandler.OnCompleteRemove<>();
              });
  private Flowforge flowforge;
  private World world;
  private Scheduler library;

  @BeforeEach
  void open() {
    flowforge =
        Flowforge.open(
            stores.settings(
                stores
                    .settings()
                    .execution()
                    .withIntervals(
                        new Intervals(
                            Duration.ofMillis(50),
                            HEARTBEAT,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(10),
                            Duration.ofMillis(100)))),
            InstantSource.system());
    world = new World(flowforge);
    library =
        Scheduler.create(flowforge.database().dataSource(), task)
            .schedulerName(new SchedulerName.Fixed("an earlier release"))
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(4)
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(Duration.ofMillis(20))
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(4)
            .build();
  }

  @AfterEach
  void close() {
    library.stop();
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void eachEntryIsRunByOneOfThem() {
    List<ServiceRequest> requests = start(60);
    library.start();
    flowforge.startWorkers();

    eventually(this::queued, count -> count == 0);

    Set<String> ofOurs =
        target.calls().stream()
            .map(call -> call.header("Idempotency-key").replace("/s1/1", "/2"))
            .collect(toSet());
    assertThat(target.calls()).hasSameSizeAs(ofOurs);
    assertThat(ofOurs).doesNotContainAnyElementsOf(ofLibrary);
    assertThat(ofOurs.size() + ofLibrary.size()).isEqualTo(requests.size());
  }

  /** For longer than the library waits for missed heartbeats. */
  @Test
  void theLibraryLeavesUsWhatWeHold() {
    Runnable release = target.hold();
    ServiceRequest request = start(1).getFirst();
    flowforge.startWorkers();
    eventually(target.calls()::size, calls -> calls == 1);
    library.start();
    Instant first = heartbeat();
    eventually(this::heartbeat, latest -> latest.isAfter(first.plus(HEARTBEAT.multipliedBy(5))));

    release.run();

    world.await(request, RequestStatus.COMPLETED);
    assertThat(ofLibrary).isEmpty();
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void weRunWhatTheLibraryHasQueued() {
    ServiceRequest request = start(1).getFirst();
    flowforge.database().useTransaction(tx -> tx.update("DELETE FROM scheduled_tasks"));
    library.schedule(new TaskInstance<>("run-request", request.id() + "/2"), Instant.EPOCH);

    flowforge.startWorkers();

    world.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void weReviveWhatTheLibraryHeldWhenItDied() {
    ServiceRequest request = start(1).getFirst();
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'an earlier release',
                      version = version + 1, last_heartbeat = now() - interval '1 minute'
                    """));

    flowforge.startWorkers();

    world.await(request, RequestStatus.COMPLETED);
  }

  private List<ServiceRequest> start(int count) {
    var pipeline = world.pipeline(Pipelines.call(target.url()));
    List<ServiceRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
      flowforge.requests().decisions().start(MEMBER, request.id());
      requests.add(request);
    }
    return requests;
  }

  private Instant heartbeat() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT coalesce(max(last_heartbeat), 'epoch') AT TIME ZONE 'UTC' AS latest
                        FROM scheduled_tasks
                        """,
                        row -> row.instant("latest"))
                    .getFirst());
  }

  private int queued() {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list("SELECT count(*) AS n FROM scheduled_tasks", row -> row.integer("n"))
                    .getFirst());
  }
}
