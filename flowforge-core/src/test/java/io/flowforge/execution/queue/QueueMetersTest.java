package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gauges of the queue say. */
class QueueMetersTest {

  private static final InFlightCaps CAPS =
      new InFlightCaps(3, 2, Map.of(4, InFlightCaps.NO_CAP, 5, InFlightCaps.NO_CAP));

  private static TestStores stores;
  private static CountedPostgres postgres;
  private static Database database;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");

  @BeforeAll
  static void open() {
    stores = new TestStores();
    postgres = CountedPostgres.before(stores.postgresUri());
    database = Database.open(PostgresUri.parse(postgres.counting(stores.postgresUri())), 2);
    Migrations.run(database);
  }

  @AfterAll
  static void close() throws IOException {
    database.close();
    postgres.close();
    stores.close();
  }

  @BeforeEach
  void empty() {
    database.useTransaction(tx -> tx.update("DELETE FROM scheduled_tasks"));
  }

  @Test
  void everyEntryCountsByTheFirstReasonThatHolds() {
    queue(1, "p", 3, true, "-1 s");
    queue(1, "q", 5, false, "-10 s");
    queue(2, "p", 2, true, "-1 s");
    queue(2, "p", 7, false, "-1 s");
    queue(2, "q", 11, false, "-1 s");
    queue(3, "p", 13, false, "1 h");
    queue(4, "p", 1, true, "-1 s");
    queue(4, "p", 17, false, "-1 s");
    bind(CAPS, new Room(5, 5, List.of(new Room.Use(4, 1, 1, 0))));

    assertThat(waiting("organization_cap")).isEqualTo(5);
    assertThat(waiting("pipeline_cap")).isEqualTo(7);
    assertThat(waiting("due")).isEqualTo(11);
    assertThat(waiting("later")).isEqualTo(13);
    assertThat(waiting("share")).isEqualTo(17);
    assertThat(waiting("server_full")).isZero();
    assertThat(value("due")).isEqualTo(40);
    assertThat(value("later")).isEqualTo(13);
    assertThat(value("lag.seconds")).isBetween(10.0, 60.0);
  }

  /** A step may wait for days, which is no reason to add servers. */
  @Test
  void suspendedStepsDoNotLookLikeAQueueThatGrows() {
    queue(1, "p", 3, false, "10 d");
    database.useTransaction(
        tx -> tx.update("UPDATE scheduled_tasks SET task_name = 'continue-request'"));
    bind(InFlightCaps.NONE, new Room(5, 5, List.of()));

    assertThat(value("due")).isZero();
    assertThat(value("lag.seconds")).isZero();
    assertThat(value("later")).isEqualTo(3);
    assertThat(waiting("later")).isEqualTo(3);
  }

  @Test
  void aFullServerIsAReason() {
    queue(1, "p", 3, false, "-1 s");
    bind(InFlightCaps.NONE, new Room(0, 0, List.of()));

    assertThat(waiting("server_full")).isEqualTo(3);
    assertThat(waiting("due")).isZero();
  }

  /** Four statements: the settings of the transaction travel with the first. */
  @Test
  void allGaugesOfAScrapeCostOneTransactionASecondAndCountSoMany() {
    queue(1, "p", 12_000, false, "-1 s");
    queue(2, "p", 12_000, false, "1 h");
    bind(CAPS, new Room(5, 5, List.of()));

    int transactions = postgres.leastOf(1, () -> waiting("due")).transactions();
    int again = postgres.leastOf(1, () -> waiting("later")).transactions();

    assertThat(transactions).isOne();
    assertThat(again).isZero();
    assertThat(waiting("due")).isEqualTo(10_000);
    assertThat(waiting("later")).isEqualTo(10_000);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(postgres.leastOf(1, () -> value("due")).transactions()).isOne();
  }

  private void bind(InFlightCaps caps, Room room) {
    new QueueMeters(database, () -> now, caps, () -> room).bindTo(meters);
  }

  private double waiting(String reason) {
    return meters.get("flowforge.queue.waiting").tag("reason", reason).gauge().value();
  }

  private double value(String name) {
    return meters.get("flowforge.queue." + name).gauge().value();
  }

  private static void queue(int orgId, String pipeline, int count, boolean isPicked, String due) {
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO scheduled_tasks
                  (task_name, task_instance, execution_time, picked, version, org_id, pipeline_id)
                SELECT 'run-request', ? || n || '/2', now() + ?::interval, ?, 1, ?, ?
                FROM generate_series(1, ?) AS n
                """,
                "r" + orgId + pipeline + isPicked + due,
                due,
                isPicked,
                orgId,
                pipeline,
                count));
  }
}
