package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.flowforge.error.ConflictException;
import io.flowforge.error.UnavailableException;
import io.flowforge.testing.TestStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a connection, which hold however it was used before. */
class ConnectionSettingsTest {

  private static final long LOCK = 4711;

  private static final String LIMITS =
      """
      SELECT current_setting('statement_timeout') AS statement,
             current_setting('idle_in_transaction_session_timeout') AS idle
      """;

  private static TestStores stores;
  private static Database database;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    // One connection, so that each use gets the same one.
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 1);
  }

  @AfterAll
  static void close() {
    database.close();
    stores.close();
  }

  @Test
  void everyWaitForPostgresEnds() throws SQLException {
    HikariDataSource pool = (HikariDataSource) database.dataSource();
    assertThat(pool.getMaximumPoolSize()).isEqualTo(1);
    assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
    assertThat(pool.getDataSourceProperties())
        .containsEntry("connectTimeout", "5")
        .containsEntry("tcpKeepAlive", "true");
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).as("of the socket").isEqualTo(35_000);
    }
  }

  /** Ways to begin a transaction; each returns the limits that its first statement sees. */
  static Stream<Function<Tx, List<String>>> firstStatements() {
    return Stream.of(
        ConnectionSettingsTest::limits,
        tx -> {
          tx.update("DO $$ BEGIN PERFORM 1; END $$");
          return limits(tx);
        },
        tx -> {
          tx.updateAll("SET LOCAL lock_timeout = 1000", List.<Object[]>of(new Object[] {}));
          return limits(tx);
        });
  }

  @ParameterizedTest
  @MethodSource("firstStatements")
  void theLimitsHoldFromTheFirstStatementToTheEndOfTheTransaction(
      Function<Tx, List<String>> first) {
    database.useTransaction(
        tx -> {
          assertThat(first.apply(tx)).containsExactly("30s", "10s");
          assertThat(limits(tx)).containsExactly("30s", "10s");
        });
    assertThat(settings()).noneMatch(setting -> setting.contains("timeout=10000"));
  }

  @Test
  void theFirstStatementReturnsItsOwnResult() {
    database.useTransaction(tx -> tx.update("CREATE TABLE result (n integer)"));
    int inserted = database.inTransaction(tx -> tx.update("INSERT INTO result VALUES (1), (2)"));
    assertThat(inserted).isEqualTo(2);
    // From the fifth time on, the driver uses a statement that the server has prepared.
    for (int i = 0; i < 12; i++) {
      int updated = database.inTransaction(tx -> tx.update("UPDATE result SET n = n WHERE n = 2"));
      assertThat(updated).isEqualTo(1);
    }
  }

  private static List<String> limits(Tx tx) {
    return tx.list(LIMITS, row -> List.of(row.text("statement"), row.text("idle"))).getFirst();
  }

  @Test
  void aPoolWithoutAFreeConnectionIsUnavailableInTime() throws SQLException {
    HikariDataSource pool = (HikariDataSource) database.dataSource();
    try (Connection _ = pool.getConnection()) {
      pool.setConnectionTimeout(250);
      assertThatExceptionOfType(UnavailableException.class).isThrownBy(database::ping);
    } finally {
      pool.setConnectionTimeout(5_000);
    }
  }

  @Test
  void exclusiveWorkLeavesNoSettingBehind() {
    List<String> before = settings();

    assertThat(database.exclusively(LOCK, () -> 1)).isEqualTo(1);

    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void exclusiveWorkThatFailsLeavesNoSettingBehind() {
    List<String> before = settings();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                database.exclusively(
                    LOCK,
                    () -> {
                      throw new ConflictException("no");
                    }));

    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void aLockThatOthersHoldLeavesNoSettingBehind() throws SQLException {
    List<String> before = settings();
    PostgresUri uri = PostgresUri.parse(stores.postgresUri());
    try (Connection other = DriverManager.getConnection(uri.jdbcUrl(), uri.user(), uri.password());
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> database.exclusively(LOCK, Duration.ofMillis(20), () -> 1));
    }

    assertThat(settings()).isEqualTo(before);
  }

  @Test
  void longWorkLeavesNoSettingBehind() {
    List<String> before = settings();

    database.withoutTimeouts(
        connection -> {
          connection.setAutoCommit(false);
          return 1;
        });

    assertThat(settings()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET statement_timeout = 1",
        "  set lock_timeout = 1",
        "SET SESSION statement_timeout = 1",
        "SET\nTIME ZONE 'UTC'"
      })
  void aTransactionSetsNothingForTheNextOne(String sql) {
    List<String> before = settings();

    assertThatThrownBy(() -> database.useTransaction(tx -> tx.update(sql)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("use SET LOCAL in a transaction: ");

    assertThat(settings()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET LOCAL statement_timeout = 1000", "SET CONSTRAINTS ALL DEFERRED"})
  void aTransactionMaySetWhatEndsWithIt(String sql) {
    List<String> before = settings();

    database.useTransaction(tx -> tx.update(sql));

    assertThat(settings()).isEqualTo(before);
  }

  /** The session's own settings, and which session it is. */
  private static List<String> settings() {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT name || '=' || setting FROM pg_settings WHERE source = 'session'
                UNION ALL SELECT 'backend=' || pg_backend_pid()
                ORDER BY 1
                """)) {
      List<String> settings = new ArrayList<>();
      while (rows.next()) {
        settings.add(rows.getString(1));
      }
      settings.add("network timeout=" + connection.getNetworkTimeout());
      settings.add("autocommit=" + connection.getAutoCommit());
      return settings;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
