package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

  private static TestStores stores;
  private static Database database;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  }

  @AfterAll
  static void close() {
    database.close();
    stores.close();
  }

  @BeforeEach
  void createTable() {
    database.useTransaction(
        tx -> {
          tx.update("DROP TABLE IF EXISTS note");
          tx.update(
              """
              CREATE TABLE note (id integer PRIMARY KEY, text varchar,
                                 at timestamp without time zone)
              """);
        });
  }

  @Test
  void commitsWhenTheWorkReturns() {
    int changed = database.inTransaction(tx -> insert(tx, 1));

    assertThat(changed).isEqualTo(1);
    assertThat(ids()).containsExactly(1);
  }

  @Test
  void aCallThatOutlivesTheProcessIsToldToRetry() {
    Database closed = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    closed.close();

    for (Runnable call :
        List.<Runnable>of(
            () -> closed.useTransaction(tx -> insert(tx, 1)),
            () -> closed.execute("VACUUM note"),
            closed::ping)) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(call::run)
          .withMessage("the server is stopping; retry");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "26000, add prepareThreshold=0 to POSTGRES_URI",
    "42P05, add prepareThreshold=0 to POSTGRES_URI",
    "25006, the database is read-only at the moment",
    "53100, the database has no disk space left",
    "57014, the database is not responding",
    "40001, the database is not responding",
    "22012, 'SQL failed, state 22012'"
  })
  void aStatementBehindAFailedOneIsReportedAsTheFailedOne(String state, String message) {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      assertThatThrownBy(
                              () ->
                                  tx.update(
                                      "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$"
                                          .formatted(state)))
                          .hasMessageContaining(message);
                      tx.list("SELECT 1 AS one", row -> row.integer("one"));
                    }))
        .hasMessageContaining(message);
  }

  @Test
  void rollsBackWhenTheWorkThrows() {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      insert(tx, 1);
                      throw new ConflictException("no");
                    }))
        .withMessage("no");
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      insert(tx, 2);
                      throw new AssertionError("an error, not an exception");
                    }))
        .isInstanceOf(AssertionError.class);

    assertThat(ids()).isEmpty();
  }

  @Test
  void aStatementThatFailedIsNotForgotten() {
    insertOutside(1);

    // PostgreSQL would turn the commit into a rollback without a word.
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      insert(tx, 2);
                      assertThatThrownBy(() -> insert(tx, 1))
                          .isInstanceOf(IllegalStateException.class);
                    }))
        .isInstanceOf(RuntimeException.class);

    assertThat(ids()).containsExactly(1);
  }

  @Test
  void aFaultOfOursIsNotAnOutage() {
    assertThatThrownBy(() -> database.useTransaction(tx -> tx.update("SELEKT 1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SQL failed, state 42601");
  }

  @Test
  void whatFollowsTheCommitFindsItDoneAndMayOpenATransaction() {
    List<String> seen = new ArrayList<>();

    database.useTransaction(
        tx -> {
          tx.afterCommit(() -> seen.add("first " + ids()));
          tx.afterCommit(
              () -> {
                throw new IllegalStateException("as the test wants it");
              });
          tx.afterCommit(() -> seen.add("third " + ids()));
          insert(tx, 1);
          assertThat(seen).isEmpty();
        });

    assertThat(seen).containsExactly("first [1]", "third [1]");
  }

  @Test
  void nothingFollowsARollback() {
    List<String> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.afterCommit(() -> seen.add("ran"));
                      throw new ConflictException("no");
                    }))
        .isInstanceOf(ConflictException.class);

    assertThat(seen).isEmpty();
  }

  @Test
  void nothingFollowsACommitThatFails() {
    List<String> seen = new ArrayList<>();
    database.useTransaction(
        tx ->
            tx.update(
                """
                ALTER TABLE note ADD CONSTRAINT texts UNIQUE (text) DEFERRABLE INITIALLY DEFERRED
                """));

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.afterCommit(() -> seen.add("ran"));
                      insert(tx, 1);
                      insert(tx, 2);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SQL failed, state 23505");

    assertThat(seen).isEmpty();
    assertThat(ids()).isEmpty();
  }

  @Test
  void nothingFollowsACommitThatFailsWithTheStatementsItTravelsWith() {
    List<String> seen = new ArrayList<>();
    database.useTransaction(
        tx ->
            tx.update(
                """
                ALTER TABLE note ADD CONSTRAINT texts UNIQUE (text) DEFERRABLE INITIALLY DEFERRED
                """));

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.afterCommit(() -> seen.add("ran"));
                      insert(tx, 1);
                      tx.later("INSERT INTO note SELECT 2, text FROM note WHERE id = ?", 1);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SQL failed, state 23505");

    assertThat(seen).isEmpty();
    assertThat(ids()).isEmpty();
  }

  @Test
  void aFailureRollsBackWhatTheCommitTravelsWith() {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      insert(tx, 1);
                      tx.later("INSERT INTO note (id) VALUES (?)", 2);
                      tx.later("SELECT 1 / ?", 0);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SQL failed, state 22012");

    assertThat(ids()).isEmpty();
  }

  @Test
  void anUpdateThatMustChangeARowTravelsWithWhatFollows() {
    database.useTransaction(tx -> insert(tx, 1));

    database.useTransaction(
        tx -> {
          tx.laterOrFail("UPDATE note SET text = ? WHERE id = ?", "changed", 1);
          tx.later("INSERT INTO note SELECT 2, text FROM note WHERE text = ?", "changed");
        });

    assertThat(ids()).containsExactly(1, 2);
  }

  /** Another transaction holds the row and changes what the update asks for, or something else. */
  @ParameterizedTest
  @CsvSource({"UPDATE note SET text = 'other', true", "UPDATE note SET at = now(), false"})
  void anUpdateThatHasWaitedForARowTestsItAgain(String change, boolean isLost) {
    database.useTransaction(tx -> insert(tx, 1));
    database.useTransaction(tx -> tx.update("UPDATE note SET text = 'mine'"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> waiting =
          database.inTransaction(
              tx -> {
                tx.update(change);
                var updating = CompletableFuture.supplyAsync(DatabaseTest::changesMyText, threads);
                Eventually.eventually(
                    () ->
                        tx.list(
                            """
                            SELECT count(*) AS waiting FROM pg_stat_activity
                            WHERE wait_event_type = 'Lock' AND datname = current_database()
                            """,
                            row -> row.number("waiting")),
                    List.of(1L)::equals);
                return updating;
              });

      assertThat(waiting.join()).isEqualTo(!isLost);
    }
    assertThat(ids()).isEqualTo(isLost ? List.of(1) : List.of(1, 2));
  }

  private static boolean changesMyText() {
    try {
      database.useTransaction(
          tx -> {
            tx.laterOrFail("UPDATE note SET text = ? WHERE text = ?", "changed", "mine");
            tx.later("INSERT INTO note (id) VALUES (?)", 2);
          });
      return true;
    } catch (NothingChangedException e) {
      return false;
    }
  }

  /** Whether it is sent with the commit or with a statement whose result is needed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingHasAnEffectAfterAnUpdateThatChangesNothing(boolean hasQuery) {
    var seen = new ArrayList<String>();

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.afterCommit(() -> seen.add("committed"));
                      tx.later("INSERT INTO note (id) VALUES (?)", 1);
                      tx.laterOrFail("UPDATE note SET text = ? WHERE id = ?", "changed", 2);
                      tx.later("INSERT INTO note (id) VALUES (?)", 3);
                      if (hasQuery) {
                        tx.list("SELECT id FROM note", row -> row.integer("id"));
                        seen.add("queried");
                      }
                    }))
        .isInstanceOf(NothingChangedException.class);

    assertThat(seen).isEmpty();
    assertThat(ids()).isEmpty();
  }

  /** Even if somebody goes on after it. */
  @Test
  void theFirstFailureIsTheOneThatCounts() {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.laterOrFail("UPDATE note SET text = ? WHERE id = ?", "changed", 2);
                      for (int i = 0; i < 2; i++) {
                        assertThatThrownBy(() -> insert(tx, 1))
                            .isInstanceOf(NothingChangedException.class);
                      }
                    }))
        .isInstanceOf(NothingChangedException.class);
  }

  @Test
  void nothingFollowsTheLastStatement() {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.last(() -> tx.list("SELECT 1 AS n", row -> row.integer("n")));
                      insert(tx, 1);
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");

    assertThat(ids()).isEmpty();
  }

  @Test
  void transactionsDoNotNest() {
    assertThatThrownBy(() -> database.useTransaction(_ -> insertOutside(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this thread already has a transaction");
    assertThat(ids()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T08:00:00.123456Z, 2026-01-31 08:00:00.123456",
    // In these hours the clocks of the tests' time zone are put forward and back.
    "2025-09-28T02:50:00Z, 2025-09-28 02:50:00",
    "2025-09-27T14:00:00Z, 2025-09-27 14:00:00",
    "2025-09-27T14:15:00Z, 2025-09-27 14:15:00",
    "2026-04-05T03:00:00Z, 2026-04-05 03:00:00",
    "2026-04-04T13:59:59.999999Z, 2026-04-04 13:59:59.999999",
    "2026-04-04T14:30:00Z, 2026-04-04 14:30:00",
    "1970-01-01T00:00:00Z, 1970-01-01 00:00:00",
    "0001-01-01T00:00:00Z, 0001-01-01 00:00:00"
  })
  void instantsAreKeptInUtc(Instant instant, String inUtc) {
    assertThat(TimeZone.getDefault().getID()).isEqualTo("Pacific/Chatham");
    database.useTransaction(tx -> tx.update("INSERT INTO note (id, at) VALUES (?, ?)", 1, instant));

    Instant read =
        database.inTransaction(
            tx -> tx.list("SELECT at FROM note", row -> row.instant("at")).getFirst());
    String stored =
        database.inTransaction(
            tx -> tx.list("SELECT at::text AS at FROM note", row -> row.text("at")).getFirst());

    assertThat(read).isEqualTo(instant);
    assertThat(stored).isEqualTo(inUtc);
  }

  @Test
  void takesEveryKindOfParameter() {
    assertThat(
            database
                .inTransaction(
                    tx ->
                        tx.find(
                            """
                            SELECT ? AS text, ? AS number, ? AS truth, 'b' = ANY (?) AS listed,
                                   ?::varchar AS nothing
                            """,
                            row ->
                                List.of(
                                    row.text("text"),
                                    row.number("number"),
                                    row.bool("truth"),
                                    row.bool("listed"),
                                    row.textOr("nothing", "null")),
                            "a",
                            7L,
                            true,
                            List.of("a", "b"),
                            null))
                .orElseThrow())
        .isEqualTo(List.of("a", 7L, true, true, "null"));
  }

  @Test
  void writesManyRowsAtOnceOrNone() {
    database.useTransaction(
        tx ->
            tx.updateAll(
                "INSERT INTO note (id) VALUES (?)",
                List.of(new Object[] {1}, new Object[] {2}, new Object[] {3})));
    assertThat(ids()).containsExactly(1, 2, 3);

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx ->
                        tx.updateAll(
                            "INSERT INTO note (id) VALUES (?)",
                            List.of(new Object[] {4}, new Object[] {1}))))
        .isInstanceOf(IllegalStateException.class);
    database.useTransaction(tx -> tx.updateAll("this is never sent", List.of()));
    assertThat(ids()).containsExactly(1, 2, 3);
  }

  @Test
  void aColumnThatMustNotBeNullIsNot() {
    insertOutside(1);
    database.useTransaction(tx -> tx.update("UPDATE note SET text = NULL"));

    assertThatThrownBy(
            () -> database.inTransaction(tx -> tx.list("SELECT * FROM note", r -> r.text("text"))))
        .hasRootCauseMessage("column text is null");
    assertThatThrownBy(
            () -> database.inTransaction(tx -> tx.list("SELECT * FROM note", r -> r.instant("at"))))
        .hasRootCauseMessage("column at is null");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var uri = PostgresUri.parse("postgres://me:hush@127.0.0.1:" + port + "/app");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Database.open(uri, 1))
        .withMessageStartingWith("the database is not responding at 127.0.0.1:" + port + " (")
        .withMessageContaining("POSTGRES_URI")
        .withMessageNotContaining("hush")
        .satisfies(e -> assertThat(stackTrace(e)).contains("PSQLException").doesNotContain("hush"));
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aTransactionThatNobodyGoesOnWithLetsGoOfItsLocks() {
    List<String> usual =
        database.inTransaction(
            tx ->
                tx.list(
                    "SHOW idle_in_transaction_session_timeout",
                    row -> row.text("idle_in_transaction_session_timeout")));
    assertThat(usual).containsExactly("10s");
    database.useTransaction(tx -> insert(tx, 1));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      tx.update("SET LOCAL idle_in_transaction_session_timeout = 20");
                      tx.update("DELETE FROM note");
                      // As long as the lock is held, this waits, and then fails.
                      onAnotherConnection(
                          "SET lock_timeout = 5000; SELECT id FROM note FOR UPDATE");
                      insert(tx, 2);
                    }));
    assertThat(ids()).containsExactly(1);
  }

  private static void onAnotherConnection(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      statement.execute("RESET lock_timeout");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whomTheServerDoesNotLetInIsToldWhatItSaid() {
    PostgresUri good = PostgresUri.parse(stores.postgresUri());

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> Database.open(new PostgresUri(good.jdbcUrl(), "nobody", "s3cret"), 1).close())
        .withMessageContaining("POSTGRES_URI")
        .withMessageContaining("role \"nobody\" does not exist")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void aDatabaseThatIsNotThereIsAFaultOfTheSetting() {
    PostgresUri good = PostgresUri.parse(stores.postgresUri());
    String url = good.jdbcUrl().replaceFirst("/test_\\w+", "/nowhere");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Database.open(new PostgresUri(url, "postgres", "s3cret"), 1).close())
        .withMessageContaining("POSTGRES_URI")
        .withMessageContaining("database \"nowhere\" does not exist")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void aConnectionThatIsCutIsUnavailableAndTheNextOneWorks() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () ->
                database.inTransaction(
                    tx ->
                        tx.list(
                            "SELECT pg_terminate_backend(pg_backend_pid()) AS done",
                            row -> row.bool("done"))));

    assertThat(ids()).isEmpty();
  }

  private static int insert(Tx tx, int id) {
    return tx.update("INSERT INTO note (id, text) VALUES (?, ?)", id, "same");
  }

  private static void insertOutside(int id) {
    database.useTransaction(tx -> insert(tx, id));
  }

  private static List<Integer> ids() {
    return database.inTransaction(DatabaseTest::idsIn);
  }

  private static List<Integer> idsIn(Tx tx) {
    return tx.list("SELECT id FROM note ORDER BY id", row -> row.integer("id"));
  }
}
