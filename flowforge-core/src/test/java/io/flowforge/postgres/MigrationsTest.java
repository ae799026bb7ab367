package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.TestStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

  private static final int SERVERS = 4;

  private final TestStores stores = new TestStores();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 2 * SERVERS);
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void aSecondTimeChangesNothing() {
    Migrations.run(database);
    List<String> applied = applied();

    Migrations.run(database);

    assertThat(applied).hasSizeGreaterThan(8).doesNotHaveDuplicates();
    assertThat(applied()).isEqualTo(applied);
  }

  /** Liquibase would wait for its lock, and takes longer than all else at the start together. */
  @Test
  void ifNothingIsMissingLiquibaseIsNotAsked() {
    Migrations.run(database);

    whileAnotherHoldsTheLock(other -> Migrations.run(other, Duration.ofSeconds(1)));
  }

  @Test
  void aLockThatAKilledProcessLeftDoesNotBlock() {
    Migrations.run(database);
    database.useTransaction(
        tx -> {
          tx.update(
              """
              UPDATE databasechangeloglock
              SET locked = TRUE, lockgranted = now(), lockedby = 'a process that was killed'
              """);
          forgetSettled(tx);
        });

    Migrations.run(database);

    List<Boolean> locks =
        database.inTransaction(
            tx -> tx.list("SELECT locked FROM databasechangeloglock", row -> row.bool("locked")));
    assertThat(locks).containsExactly(false);
  }

  @Test
  void aLockFromBeforeTheFirstChangeDoesNotBlock() {
    database.useTransaction(
        tx -> {
          tx.update(
              """
              CREATE TABLE databasechangeloglock (id integer PRIMARY KEY, locked boolean NOT NULL,
                lockgranted timestamp, lockedby varchar(255))
              """);
          tx.update("INSERT INTO databasechangeloglock VALUES (1, TRUE, now(), 'killed')");
        });

    Migrations.run(database);

    assertThat(applied()).isNotEmpty();
  }

  @Test
  void serversThatStartTogetherMigrateOnce() throws Exception {
    var start = new CountDownLatch(1);
    List<Future<?>> runs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SERVERS; i++) {
        runs.add(
            threads.submit(
                () -> {
                  start.await();
                  Migrations.run(database);
                  return null;
                }));
      }
      start.countDown();
    }
    for (Future<?> run : runs) {
      run.get();
    }

    assertThat(applied()).hasSizeGreaterThan(8).doesNotHaveDuplicates();
  }

  @Test
  void whoWaitsTooLongIsToldForWhat() {
    whileAnotherHoldsTheLock(
        other ->
            assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> Migrations.run(other, Duration.ofSeconds(1)))
                .withMessageStartingWith(
                    "another Flowforge process has been doing the same work for 1 s;"));
  }

  private void whileAnotherHoldsTheLock(Consumer<Database> work) {
    database.useTransaction(
        tx -> {
          tx.list("SELECT pg_advisory_lock(301927978822) IS NULL AS done", row -> row.bool("done"));
          try (var other = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
            work.accept(other);
          }
        });
  }

  @Test
  void aChangeMayTakeLongEvenIfTheRoleHasLimits() throws SQLException {
    database.useTransaction(
        tx -> {
          tx.update("CREATE ROLE limited SUPERUSER LOGIN");
          tx.update("ALTER ROLE limited SET statement_timeout = '5s'");
          tx.update("ALTER ROLE limited SET idle_in_transaction_session_timeout = '5s'");
        });
    String uri = stores.postgresUri().replaceFirst("//[^@]*@", "//limited@");
    try (var limited = Database.open(PostgresUri.parse(uri), 2)) {
      List<String> seen =
          limited.withoutTimeouts(
              connection -> {
                assertThat(connection.getNetworkTimeout()).isZero();
                connection.setAutoCommit(false);
                String first = limits(connection);
                connection.commit();
                String second = limits(connection);
                connection.rollback();
                return List.of(first, second, limits(connection));
              });

      assertThat(seen).containsOnly("0 0");
      assertThat(limited.<String>exclusively(1, () -> "done")).isEqualTo("done");
      try (Connection connection = limited.dataSource().getConnection()) {
        assertThat(limits(connection)).isEqualTo("5s 5s");
        assertThat(connection.getNetworkTimeout()).isEqualTo(35_000);
      }
    } finally {
      database.useTransaction(tx -> tx.update("DROP ROLE limited"));
    }
  }

  private static String limits(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var results =
            statement.executeQuery(
                """
                SELECT current_setting('statement_timeout') || ' '
                  || current_setting('idle_in_transaction_session_timeout')
                """)) {
      results.next();
      return results.getString(1);
    }
  }

  @Test
  void theTablesOfAnExistingDeploymentSurvive() {
    createLegacyTables();

    Migrations.run(database);

    List<String> rows =
        database.inTransaction(
            tx ->
                tx.list(
                    """
                    SELECT concat_ws(' ', u.name, o.org_id, m.role, e.event_type, e.seq) AS line
                    FROM "user" u
                    JOIN organization o ON o.owner = u.user_id
                    JOIN membership m ON m.org_id = o.org_id AND m.user_id = u.user_id
                    CROSS JOIN service_request_event e
                    ORDER BY e.event_id
                    """,
                    row -> row.text("line")));
    assertThat(rows).containsExactly("Olga 1 Owner Not Started 0", "Olga 1 Owner Running 0");
  }

  /** The older system reads all columns of these tables, and fails if there is one more. */
  @ParameterizedTest
  @ValueSource(strings = {"user", "organization", "membership"})
  void theTablesThatAnOlderServerReadsWholeKeepTheirColumns(String table) {
    createLegacyTables();
    List<String> before = columns(table);

    Migrations.run(database);

    assertThat(before).hasSizeGreaterThan(4);
    assertThat(columns(table)).isEqualTo(before);
  }

  @Test
  void organizationsThatHadSettledStaySettled() {
    Migrations.run(database);
    database.useTransaction(
        tx -> {
          // As the changes before it left the tables.
          tx.update("DELETE FROM databasechangelog WHERE id LIKE '020-%'");
          tx.update("DROP TABLE settled_organization");
          tx.update("DROP INDEX organization_deleted");
          tx.update(
              "ALTER TABLE organization ADD COLUMN requests_open boolean NOT NULL DEFAULT TRUE");
          tx.update("INSERT INTO \"user\" VALUES ('u', 'U', 'u@x', 'auth0', now(), FALSE)");
          tx.update(
              """
              INSERT INTO organization (name, owner, created_on, deleted, requests_open)
              VALUES ('settled', 'u', now(), TRUE, FALSE), ('closing', 'u', now(), TRUE, TRUE),
                     ('in use', 'u', now(), FALSE, TRUE), ('reopened', 'u', now(), FALSE, FALSE)
              """);
        });

    Migrations.run(database);

    assertThat(columns("organization")).doesNotContain("requests_open");
    assertThat(settled()).containsExactly("settled");
  }

  @Test
  void aColumnThatSomebodyDroppedIsNotMissed() {
    Migrations.run(database);
    database.useTransaction(MigrationsTest::forgetSettled);

    Migrations.run(database);

    assertThat(settled()).isEmpty();
  }

  /** As if one change were missing. */
  private static void forgetSettled(Tx tx) {
    tx.update("DELETE FROM databasechangelog WHERE id LIKE '020-%'");
    tx.update("DROP TABLE settled_organization");
    tx.update("DROP INDEX organization_deleted");
  }

  private List<String> settled() {
    return database.inTransaction(
        tx ->
            tx.list(
                "SELECT name FROM organization JOIN settled_organization USING (org_id)",
                row -> row.text("name")));
  }

  private List<String> columns(String table) {
    return database.inTransaction(
        tx ->
            tx.list(
                """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = ?
                ORDER BY ordinal_position
                """,
                row -> row.text("column_name"),
                table));
  }

  @Test
  void anExistingDeploymentGoesOnCounting() {
    createLegacyTables();
    Migrations.run(database);

    int next =
        database.inTransaction(
            tx ->
                tx.list(
                        """
                        INSERT INTO organization (name, owner, created_on)
                        VALUES ('B', 'auth0|olga', now()) RETURNING org_id
                        """,
                        row -> row.integer("org_id"))
                    .getFirst());

    assertThat(next).isEqualTo(2);
  }

  private List<String> applied() {
    return database.inTransaction(
        tx ->
            tx.list(
                "SELECT id, dateexecuted, orderexecuted FROM databasechangelog ORDER BY 3",
                row -> row.text("id") + " " + row.text("dateexecuted")));
  }

  /** As the first servers made them. */
  private void createLegacyTables() {
    database.useTransaction(
        tx -> {
          tx.update(
              """
              CREATE TABLE "user" (user_id varchar PRIMARY KEY, name varchar, email varchar,
                identity_provider varchar, created_on timestamp without time zone, deleted boolean)
              """);
          tx.update(
              """
              CREATE TABLE organization (org_id serial PRIMARY KEY, name varchar,
                owner varchar REFERENCES "user" (user_id),
                created_on timestamp without time zone, deleted boolean)
              """);
          tx.update(
              """
              CREATE TABLE membership (user_id varchar REFERENCES "user" (user_id),
                org_id integer REFERENCES organization (org_id), role varchar,
                joined_on timestamp without time zone, deleted boolean,
                PRIMARY KEY (user_id, org_id))
              """);
          tx.update(
              """
              CREATE TABLE service_request_event (event_id serial PRIMARY KEY, event_type varchar,
                service_request_id varchar, step_name varchar, step_type varchar,
                created_by varchar, created_at timestamp without time zone)
              """);
          tx.update(
              """
              INSERT INTO "user" VALUES ('auth0|olga', 'Olga', 'o@x', 'auth0', now(), FALSE)
              """);
          tx.update(
              """
              INSERT INTO organization (name, owner, created_on, deleted)
              VALUES ('A', 'auth0|olga', now(), FALSE)
              """);
          tx.update("INSERT INTO membership VALUES ('auth0|olga', 1, 'Owner', now(), FALSE)");
          tx.update(
              """
              INSERT INTO service_request_event (event_type, service_request_id, step_name,
                step_type, created_by, created_at)
              VALUES ('Not Started', 'r', 's', 'API', 'auth0|olga', now()),
                     ('Running', 'r', 's', 'API', NULL, now())
              """);
        });
  }
}
