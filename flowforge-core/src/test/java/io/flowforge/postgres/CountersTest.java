package io.flowforge.postgres;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.testing.TestStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters that grow with use have 64 bits, also after a migration beside an older server. */
class CountersTest {

  private static final int LAST_OF_32_BITS = Integer.MAX_VALUE;

  private static final String INSERT =
      """
      INSERT INTO service_request_event (event_type, service_request_id, step_name, step_type,
                                         created_by, created_at, seq)
      VALUES ('Running', ?, 's', 'API', '', now(), 1)
      """;

  private static final String LATEST =
      """
      SELECT DISTINCT ON (step_name) event_type, step_name, step_type, created_by, created_at
      FROM service_request_event
      WHERE service_request_id = ?
      ORDER BY step_name, seq DESC, event_id DESC
      """;

  private final TestStores stores = new TestStores();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    Migrations.run(database);
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  /** The others are bounded otherwise: organizations by people who create them, one at a time. */
  @Test
  void whatHas32BitsDoesNotGrowWithUse() {
    List<String> narrow =
        database.inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT table_name || '.' || column_name AS name
                    FROM information_schema.columns
                    WHERE table_schema = 'public' AND data_type IN ('integer', 'smallint')
                      AND table_name NOT LIKE 'databasechangelog%'
                    UNION ALL
                    SELECT sequencename FROM pg_sequences WHERE data_type <> 'bigint'::regtype
                    """,
                    row -> row.text("name")));

    assertThat(narrow)
        .containsExactlyInAnyOrder(
            "organization.org_id",
            "organization_org_id_seq",
            "membership.org_id",
            "settled_organization.org_id",
            "request_run.org_id",
            "scheduled_tasks.org_id",
            "request_count.org_id",
            "request_count_change.org_id",
            "pipeline_version.org_id",
            "pipeline_version_intent.org_id",
            "submission_key.org_id",
            "secret.org_id",
            "step_output.org_id",
            "step_wait.org_id",
            "callback.org_id",
            // Set by people, one value at a time.
            "secret.version",
            // At most 100 of a request.
            "request_run.run",
            "step_log.run",
            "step_output.run",
            "step_wait.run",
            "callback.run",
            "scheduled_tasks.run",
            // At most two a second for 366 days.
            "step_wait.looks",
            // At most 10,000 in an organization.
            "pipeline_version.version",
            "request_run.pipeline_version",
            // At most 10 by the retry policy.
            "request_run.attempt",
            "request_transition.attempt",
            // The queue's: at most one a second while a store is unavailable.
            "scheduled_tasks.consecutive_failures",
            "scheduled_tasks.priority");
  }

  @Test
  void anOlderServerWaitsForTheMigrationAndContinues() throws Exception {
    makeOld();
    try (Connection older = olderServer();
        PreparedStatement insert = older.prepareStatement(INSERT);
        PreparedStatement latest = older.prepareStatement(LATEST)) {
      write(insert, latest);
      assertThatThrownBy(() -> write(insert, latest)).hasMessageContaining("reached maximum value");
      older.rollback();
      // A transaction that has read the table and goes on.
      read(latest);

      CompletableFuture<Void> migration =
          CompletableFuture.runAsync(
              () -> Migrations.run(database), task -> Thread.ofVirtual().start(task));
      eventually(this::waitingForTheTable, waiting -> waiting == 1);
      read(latest);
      older.commit();
      for (int i = 0; i < 20; i++) {
        write(insert, latest);
      }
      migration.join();
      write(insert, latest);
    }

    assertThat(number("SELECT max(event_id) AS n FROM service_request_event"))
        .isGreaterThan(LAST_OF_32_BITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER SEQUENCE service_request_event_event_id_seq OWNED BY NONE",
        "ALTER SEQUENCE service_request_event_event_id_seq RENAME TO \"Events\"",
        "ALTER SEQUENCE service_request_event_event_id_seq MAXVALUE 2000000000",
        "ALTER SEQUENCE service_request_event_event_id_seq CYCLE"
      })
  void theSequenceIsFoundAndUnbounded(String asTheOperatorMadeIt) {
    makeOld();
    database.useTransaction(
        tx -> {
          tx.list(
              "SELECT setval('service_request_event_event_id_seq', 1) AS n",
              row -> row.number("n"));
          tx.update(asTheOperatorMadeIt);
        });

    Migrations.run(database);

    assertThat(
            number(
                """
                SELECT max_value AS n FROM pg_sequences
                WHERE sequencename IN ('service_request_event_event_id_seq', 'Events')
                  AND NOT cycle
                """))
        .isEqualTo(Long.MAX_VALUE);
  }

  /** As in the version before, with one number left. */
  private void makeOld() {
    database.useTransaction(
        tx -> {
          tx.update("ALTER TABLE service_request_event ALTER COLUMN event_id TYPE integer");
          tx.update("ALTER SEQUENCE service_request_event_event_id_seq AS integer");
          tx.list(
              "SELECT setval('service_request_event_event_id_seq', 2147483646) AS n",
              row -> row.number("n"));
          tx.update("DELETE FROM databasechangelog WHERE id = '014-event-id-64-bit'");
        });
  }

  /** A connection that prepares each statement on the server at its first use. */
  private Connection olderServer() throws SQLException {
    PostgresUri uri = PostgresUri.parse(stores.postgresUri() + "&prepareThreshold=1");
    Connection older = DriverManager.getConnection(uri.jdbcUrl(), uri.user(), uri.password());
    older.setAutoCommit(false);
    return older;
  }

  private static void write(PreparedStatement insert, PreparedStatement latest)
      throws SQLException {
    insert.setString(1, "r");
    insert.executeUpdate();
    read(latest);
    insert.getConnection().commit();
  }

  private static void read(PreparedStatement latest) throws SQLException {
    latest.setString(1, "r");
    try (var rows = latest.executeQuery()) {
      assertThat(rows.next()).isTrue();
    }
  }

  private long waitingForTheTable() {
    return number(
        """
        SELECT count(*) AS n FROM pg_locks
        WHERE NOT granted AND relation = 'service_request_event'::regclass
        """);
  }

  private long number(String sql) {
    return database.inTransaction(tx -> tx.list(sql, row -> row.number("n")).getFirst());
  }
}
