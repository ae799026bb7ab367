package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.CountedPostgres.Cost;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private static final Room ROOM = new Room(1_000, 1_000, List.of());
  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  private final TestStores stores = new TestStores();
  private final CountedPostgres postgres = CountedPostgres.before(stores.postgresUri());
  private final Database database =
      Database.open(PostgresUri.parse(postgres.counting(stores.postgresUri())), 2);
  private Instant now = START;
  private final Leases ours = leases();
  private final Leases others = leases();

  private Leases leases() {
    return new Leases(database, () -> now, Duration.ofMillis(1500), InFlightCaps.NONE);
  }

  @BeforeEach
  void queueSome() {
    Migrations.run(database);
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked,
                                             version, consecutive_failures)
                SELECT 'run-request', 'r' || n || '/2',
                       ?::timestamp AT TIME ZONE 'UTC' - interval '1 s', FALSE, 1, 3
                FROM generate_series(1, 300) AS n
                """,
                START));
  }

  @AfterEach
  void close() throws IOException {
    database.close();
    postgres.close();
    stores.close();
  }

  @Test
  void allHeartbeatsTogetherAreOneTransaction() {
    assertThat(pick(ours)).hasSize(300);

    assertThat(postgres.leastOf(5, ours::beat)).isEqualTo(new Cost(1, 4));
  }

  @Test
  void entriesWithHeartbeatsAreNotRevived() {
    pick(ours);
    for (int beat = 0; beat < 10; beat++) {
      now = now.plusMillis(1500);
      ours.beat();
      others.beat();
    }
    assertThat(pick(others)).isEmpty();
  }

  @Test
  void entriesWithoutHeartbeatsAreRevivedAfterFourOfThem() {
    List<HeldEntry> lost = pick(ours);
    now = START.plusMillis(5_999);
    others.beat();
    assertThat(pick(others)).isEmpty();
    now = START.plusMillis(6_000);
    others.beat();

    assertThat(pick(others)).hasSize(300).allMatch(entry -> entry.failures() == 0);
    // What the frozen worker still does to its entries has no effect.
    lost.forEach(entry -> ours.giveBack(entry, Duration.ZERO));
    ours.beat();
    assertThat(pick(ours)).isEmpty();
  }

  @Test
  void droppedEntriesAreRevived() {
    List<HeldEntry> held = pick(ours);
    ours.drop(held.getFirst());
    for (int beat = 0; beat < 5; beat++) {
      now = now.plusMillis(1500);
      ours.beat();
    }
    assertThat(pick(ours)).extracting(HeldEntry::entry).containsExactly(held.getFirst().entry());
  }

  @Test
  void aFailureIsCountedAndASuccessResetsTheCount() {
    List<HeldEntry> held = pick(ours);
    ours.giveBackFailed(held.get(0), Duration.ZERO);
    ours.giveBack(held.get(1), Duration.ZERO);

    assertThat(pick(ours)).extracting(HeldEntry::failures).containsExactlyInAnyOrder(4, 0);
  }

  private List<HeldEntry> pick(Leases leases) {
    return database.inTransaction(tx -> leases.pick(tx, ROOM).entries());
  }
}
