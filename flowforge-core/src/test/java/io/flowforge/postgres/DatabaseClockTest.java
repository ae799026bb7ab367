package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 1);
  private final DatabaseClock clock = DatabaseClock.of(database);

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void tellsTheTimeOfPostgres() {
    clock.adjust();

    assertThat(clock.instant()).isCloseTo(now(), within(1, ChronoUnit.SECONDS));
  }

  @Test
  void goesOnWhilePostgresIsAway() {
    Instant before = now();

    // The only connection is taken: the clock finds none.
    database.useTransaction(_ -> CompletableFuture.runAsync(clock::adjust).join());

    assertThat(clock.instant()).isAfter(before).isCloseTo(before, within(30, ChronoUnit.SECONDS));
  }

  private Instant now() {
    return database.inTransaction(
        tx ->
            tx.list("SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now", row -> row.instant("now"))
                .getFirst());
  }
}
