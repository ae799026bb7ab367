package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.PgBouncer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers whose only way to PostgreSQL is a PgBouncer in transaction mode. */
class PgBouncerTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final Path directory;

  PgBouncerTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    target.close();
    stores.close();
  }

  @Test
  void everyRequestCompletesWhileConnectionsAreLost() {
    try (var pooler = new PgBouncer(directory, stores.postgresUri());
        Flowforge first = server(pooler);
        Flowforge second = server(pooler)) {
      var world = new World(first);
      var pipeline = world.pipeline(Pipelines.call(target.url()));
      first.startWorkers();
      second.startWorkers();
      List<ServiceRequest> requests = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        requests.add(retried(() -> world.request(pipeline, "{\"who\": \"Mike\"}")));
        ServiceRequest request = requests.getLast();
        retried(() -> started(first, request));
        if (i == 8) {
          endAllSessions();
        }
        if (i == 16) {
          pooler.restart();
        }
      }
      for (ServiceRequest request : requests) {
        world.await(request, RequestStatus.COMPLETED);
      }
      // The servers hold such locks for a moment, now and then.
      Eventually.eventually(this::leftBehind, List::isEmpty);
      assertThat(settingsOfSessions(pooler)).isEmpty();
    }
  }

  /** A start whose response was lost has taken place. */
  private static boolean started(Flowforge flowforge, ServiceRequest request) {
    try {
      flowforge.requests().decisions().start(MEMBER, request.id());
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  @Test
  void serversThatStartTogetherMigrateOnce() {
    try (var pooler = new PgBouncer(directory, stores.postgresUri());
        var database = database(pooler, "&prepareThreshold=0")) {
      CompletableFuture.allOf(
              IntStream.range(0, 3)
                  .mapToObj(
                      _ ->
                          CompletableFuture.runAsync(
                              () -> Migrations.run(database),
                              task -> Thread.ofVirtual().start(task)))
                  .toArray(CompletableFuture[]::new))
          .join();

      List<String> applied =
          database.inTransaction(
              tx -> tx.list("SELECT id FROM databasechangelog", row -> row.text("id")));
      assertThat(applied).hasSizeGreaterThan(8).doesNotHaveDuplicates();
      assertThat(leftBehind()).isEmpty();
    }
  }

  @Test
  void aPoolerThatLosesPreparedStatementsIsRefusedWithTheCure() {
    try (var pooler = new PgBouncer(directory, stores.postgresUri())) {
      assertThatThrownBy(() -> database(pooler, ""))
          .isInstanceOf(InvalidException.class)
          .hasMessageStartingWith("POSTGRES_URI: at 127.0.0.1:")
          .hasMessageContaining("add prepareThreshold=0 to POSTGRES_URI");
    }
  }

  @Test
  void aPoolerWhoseClientsKeepTheirSessionsIsAccepted() {
    try (var pooler = PgBouncer.inSessionMode(directory, stores.postgresUri());
        var database = database(pooler, "")) {
      // Often enough for the driver to prepare its statements on the server.
      for (int i = 0; i < 20; i++) {
        database.ping();
      }
    }
  }

  /** Returns the settings and locks that somebody else's transaction would find in a session. */
  private List<String> leftBehind() {
    try (var direct = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      return direct.inTransaction(
          tx ->
              tx.list(
                  """
                  SELECT 'lock ' || l.objid AS what FROM pg_locks l
                  JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
                  WHERE l.locktype = 'advisory'
                  """,
                  row -> row.text("what")));
    }
  }

  /** Returns the limits that a transaction of somebody else would get from the sessions. */
  private static List<String> settingsOfSessions(PgBouncer pooler) {
    List<String> found = new ArrayList<>();
    try (var database = database(pooler, "&prepareThreshold=0");
        var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        try (var rows =
            statement.executeQuery(
                """
                SELECT name FROM pg_settings
                WHERE source = 'session'
                  AND (name LIKE '%timeout%' OR name IN ('plan_cache_mode', 'enable_seqscan'))
                """)) {
          while (rows.next()) {
            found.add(rows.getString(1));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void endAllSessions() {
    try (var direct = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      var _ =
          direct.inTransaction(
              tx ->
                  tx.list(
                      """
                      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                      WHERE datname = current_database() AND pid <> pg_backend_pid()
                      """,
                      _ -> true));
    }
  }

  private static <T> T retried(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (UnavailableException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private static Database database(PgBouncer pooler, String parameters) {
    return Database.open(PostgresUri.parse(pooler.uri(parameters)), 8);
  }

  private Flowforge server(PgBouncer pooler) {
    FlowforgeSettings direct = stores.settings();
    return Flowforge.open(
        new FlowforgeSettings(
            PostgresUri.parse(pooler.uri("&prepareThreshold=0")),
            8,
            direct.mongoUri(),
            direct.execution(),
            null),
        InstantSource.system());
  }
}
