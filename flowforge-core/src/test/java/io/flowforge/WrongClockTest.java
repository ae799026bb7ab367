package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.DatabaseTime;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose clocks are wrong. */
class WrongClockTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();

  @AfterEach
  void close() {
    target.close();
    stores.close();
  }

  @Test
  void anotherServerClaimsWhatAServerAheadOfTimeStarts() {
    try (Flowforge ahead = open(Duration.ofMinutes(12));
        Flowforge right = open(Duration.ZERO)) {
      var world = new World(ahead);
      right.startWorkers();
      ServiceRequest request = start(ahead, world);
      World.await(right, request, RequestStatus.COMPLETED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-12, 12})
  void theHeartbeatsOfItsWorkAreOnTime(int minutes) {
    try (Flowforge wrong = open(Duration.ofMinutes(minutes))) {
      var world = new World(wrong);
      Runnable release = target.hold();
      wrong.startWorkers();
      ServiceRequest request = start(wrong, world);
      Eventually.eventually(target.calls()::size, calls -> calls == 1);

      assertThat(entriesWithARecentHeartbeat(wrong)).isEqualTo(1);
      release.run();
      World.await(wrong, request, RequestStatus.COMPLETED);
    }
  }

  /** Every server is ahead of the database; what they write must be due all the same. */
  @Test
  void theWorkOfADeadServerIsClaimedWhateverTheClocksOfTheMachinesSay() {
    DatabaseTime.setBack(PostgresUri.parse(stores.postgresUri()), Duration.ofMinutes(12));
    try (Flowforge server = open(Duration.ZERO)) {
      ServiceRequest request = start(server, new World(server));
      server
          .database()
          .useTransaction(
              tx ->
                  tx.update(
                      """
                      UPDATE scheduled_tasks
                      SET picked = TRUE, picked_by = 'a server that is no more',
                          last_heartbeat = now() - interval '1 minute'
                      """));
      server.startWorkers();
      World.await(server, request, RequestStatus.COMPLETED);
    }
  }

  @Test
  void aServerFollowsTheClockOfTheDatabaseAfterAnOutage() {
    PostgresUri uri = PostgresUri.parse(stores.postgresUri());
    ExecutionSettings settings =
        stores
            .settings()
            .execution()
            .withIntervals(
                ExecutionSettings.defaults().intervals().withClock(Duration.ofMillis(50)));
    try (var log = new RecordedLog("io.flowforge.execution");
        Flowforge server = Flowforge.open(stores.settings(settings), InstantSource.system())) {
      var world = new World(server);
      server.startWorkers();
      DatabaseTime.fail(uri);
      DatabaseTime.disconnectAll(uri);
      Eventually.eventually(() -> log.linesOf("periodic_task_failed"), lines -> !lines.isEmpty());

      DatabaseTime.setBack(uri, Duration.ofMinutes(12));

      Eventually.eventually(
          () -> minutesFromNow(server, start(server, world)), minutes -> minutes == 0);
    }
  }

  /** The difference between the start of the request and the time of the database. */
  private static int minutesFromNow(Flowforge server, ServiceRequest request) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT abs(extract(epoch FROM (now() AT TIME ZONE 'UTC') - happened_at)
                          / 60)::integer AS minutes
                        FROM request_transition WHERE request_id = ? AND transition = 'START'
                        """,
                        row -> row.integer("minutes"),
                        request.id())
                    .getFirst());
  }

  private Flowforge open(Duration shift) {
    return Flowforge.open(stores.settings(), () -> InstantSource.system().instant().plus(shift));
  }

  private ServiceRequest start(Flowforge server, World world) {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
    server.requests().decisions().start(MEMBER, request.id());
    return request;
  }

  private static int entriesWithARecentHeartbeat(Flowforge server) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT count(*) AS n FROM scheduled_tasks
                        WHERE picked AND abs(extract(epoch FROM now() - last_heartbeat)) < 60
                        """,
                        row -> row.integer("n"))
                    .getFirst());
  }
}
