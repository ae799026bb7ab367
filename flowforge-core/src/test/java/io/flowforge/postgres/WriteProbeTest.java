package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.TestStores;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteProbeTest {

  private final TestStores stores = new TestStores();
  private Database database;
  private WriteProbe probe;

  @BeforeEach
  void open() {
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    Migrations.run(database);
    probe = new WriteProbe(database);
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void theTableDoesNotGrowWithoutAutovacuum() {
    database.useTransaction(
        tx -> tx.update("ALTER TABLE write_probe SET (autovacuum_enabled = false)"));

    probeAtTheSameTime(400);

    assertThat(number("SELECT pg_total_relation_size('write_probe') AS n"))
        .isLessThan(2 * WriteProbe.VACUUM_BYTES);
    assertThat(number("SELECT count(*) AS n FROM write_probe")).isZero();
  }

  @Test
  void theTableDoesNotGrowWhileABackupIsRunning() {
    database.useTransaction(
        tx -> {
          tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
          tx.update("SET LOCAL idle_in_transaction_session_timeout = 0");
          tx.list("SELECT txid_current() AS n", row -> row.number("n"));

          probeAtTheSameTime(400);

          assertThat(number("SELECT pg_relation_size('write_probe') AS n"))
              .isBetween((long) WriteProbe.VACUUM_BYTES, WriteProbe.MAX_BYTES + 4L * 8_192);
        });
  }

  @Test
  void noticesThatPostgresIsReadOnly() {
    database.useTransaction(
        tx ->
            tx.update(
                """
                DO $$ BEGIN
                  EXECUTE 'ALTER DATABASE ' || current_database()
                    || ' SET default_transaction_read_only = on';
                END $$"""));
    try (var readOnly = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(new WriteProbe(readOnly)::run)
          .withMessage("the database is read-only at the moment; retry in a few seconds");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT", "DELETE"})
  void noticesThatTheDiskIsFull(String statement) {
    database.useTransaction(
        tx -> {
          tx.update(
              """
              CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100';
              END $$
              """);
          tx.update(
              "CREATE TRIGGER no_space BEFORE %s ON write_probe FOR EACH ROW EXECUTE FUNCTION no_space()"
                  .formatted(statement));
        });

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(probe::run)
        .withMessage("the database has no disk space left; retry when there is some");
  }

  @Test
  void writesAPageEachTime() {
    probe.run();
    long first = number("SELECT pg_relation_size('write_probe') AS n");
    probe.run();

    assertThat(number("SELECT pg_relation_size('write_probe') AS n")).isGreaterThan(first);
  }

  private void probeAtTheSameTime(int times) {
    CompletableFuture.allOf(
            IntStream.range(0, 3)
                .mapToObj(
                    _ ->
                        CompletableFuture.runAsync(
                            () -> IntStream.range(0, times / 3).forEach(_ -> probe.run()),
                            task -> Thread.ofVirtual().start(task)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private long number(String sql) {
    return CompletableFuture.supplyAsync(
            () -> database.inTransaction(tx -> tx.list(sql, row -> row.number("n")).getFirst()),
            task -> Thread.ofVirtual().start(task))
        .join();
  }
}
