package io.flowforge.postgres;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.TestStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

    Instant before = now();
    Instant told = clock.instant();
    assertThat(told).isBetween(before.minusSeconds(1), now().plusSeconds(1));
  }

  @Test
  void goesOnWhilePostgresIsAway() {
    Instant before = now();

    // The only connection is taken: the clock finds none.
    database.useTransaction(_ -> CompletableFuture.runAsync(clock::adjust).join());

    Instant told = clock.instant();
    assertThat(told).isAfter(before).isBefore(now().plusSeconds(1));
  }

  @Test
  void aReadingThatTakesTooLongIsNotUsed() throws SQLException {
    Instant before = now();
    tellAnHourLess("pg_sleep(1.05)");
    clock.adjust();
    assertThat(clock.instant()).isAfter(before.minusSeconds(1));

    tellAnHourLess("pg_sleep(0)");
    Instant told =
        eventually(
            () -> {
              clock.adjust();
              return clock.instant();
            },
            time -> time.isBefore(before.minus(30, ChronoUnit.MINUTES)));
    assertThat(told).isAfter(before.minus(1, ChronoUnit.HOURS).minusSeconds(1));
  }

  /** Makes PostgreSQL tell another time on our only connection, after that work. */
  private void tellAnHourLess(String work) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS slow");
      statement.execute(
          """
          CREATE OR REPLACE FUNCTION slow.clock_timestamp() RETURNS timestamptz LANGUAGE sql
          AS 'SELECT pg_catalog.clock_timestamp() - interval ''1 hour'' FROM %s'
          """
              .formatted(work));
      statement.execute("SET search_path = slow, pg_catalog");
    }
  }

  private Instant now() {
    return database.inTransaction(
        tx ->
            tx.list("SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now", row -> row.instant("now"))
                .getFirst());
  }
}
