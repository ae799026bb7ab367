package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BufferedStepLogTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static TestStores stores;
  private static Database database;

  private final ExecutionState state =
      new ExecutionState("r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, NOW);
  private BufferedStepLog log;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 8);
    Migrations.run(database);
  }

  @AfterAll
  static void close() {
    database.close();
    stores.close();
  }

  @BeforeEach
  void claimARequest() {
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM step_log");
          tx.update("DELETE FROM request_run");
          new ExecutionStateStore().addIfAbsent(tx, state, new RequestOrigin("u", "p", NOW));
        });
    log = new BufferedStepLog(database, new StepLogStore(), state, InstantSource.system());
  }

  @Test
  void writesLinesOnceInTheirOrder() {
    log.info("a");
    log.error("b");
    log.flush();
    log.flush();
    log.info("c");
    database.useTransaction(log::writeRest);

    assertThat(texts()).containsExactly("INFO a", "ERROR b", "INFO c");
  }

  @Test
  void writesNothingWhenTheRequestIsLost() {
    database.useTransaction(tx -> tx.update("UPDATE request_run SET claim = 2"));
    log.info("of a worker that has lost the request");
    log.flush();

    assertThat(texts()).isEmpty();
  }

  @Test
  void flushesNothingAfterTheFinish() {
    log.info("a");
    log.finish();
    log.flush();
    assertThat(texts()).isEmpty();

    database.useTransaction(log::writeRest);
    assertThat(texts()).containsExactly("INFO a");
  }

  /**
   * Otherwise the outcome of the step would change the state while a flush is writing, and its
   * lines would be discarded like those of a worker that has lost the request.
   */
  @Test
  void theFinishWaitsForAFlush() throws InterruptedException {
    log.info("being written");
    Thread finisher =
        database.inTransaction(
            tx -> {
              // The flush has to wait.
              tx.update("LOCK TABLE step_log IN SHARE MODE");
              Thread.ofVirtual().start(log::flush);
              Eventually.eventually(() -> waitingForLocks(tx), count -> count == 1);
              Thread outcome = Thread.ofPlatform().start(this::finishAndCommit);
              Eventually.eventually(outcome::getState, Thread.State.WAITING::equals);
              return outcome;
            });
    finisher.join();

    assertThat(texts()).containsExactly("INFO being written");
  }

  @Test
  void linesAreKeptWhileTheRequestIsChanging() {
    log.info("a");
    database.useTransaction(
        tx -> {
          tx.update("UPDATE request_run SET updated_at = updated_at");
          // In another transaction, which does not wait.
          Thread flush = Thread.ofPlatform().start(log::flush);
          Eventually.eventually(flush::getState, Thread.State.TERMINATED::equals);
        });
    assertThat(texts()).isEmpty();

    log.flush();

    assertThat(texts()).containsExactly("INFO a");
  }

  @Test
  void severalLogsAreWrittenTogetherExceptThatOfALostRequest() {
    var other =
        new ExecutionState("r2", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, NOW);
    database.useTransaction(
        tx -> new ExecutionStateStore().addIfAbsent(tx, other, new RequestOrigin("u", "p", NOW)));
    var ofOther = new BufferedStepLog(database, new StepLogStore(), other, InstantSource.system());
    database.useTransaction(
        tx -> tx.update("UPDATE request_run SET seq = 3 WHERE request_id = 'r1'"));
    log.info("lost");
    ofOther.info("kept");

    BufferedStepLog.flushAll(database, new StepLogStore(), List.of(log, ofOther));

    assertThat(texts()).containsExactly("INFO kept");
  }

  @Test
  void aLogHasAMaximumLength() {
    for (int i = 0; i < 6_000; i++) {
      log.info("line");
    }
    database.useTransaction(log::writeRest);

    assertThat(texts()).hasSize(5_000).endsWith("ERROR The log is full");
  }

  @Test
  void aFullLogStillSaysHowTheStepEnded() {
    for (int i = 0; i < 6_000; i++) {
      log.info("line");
    }
    log.conclude("It failed");
    database.useTransaction(log::writeRest);

    assertThat(texts()).endsWith("ERROR The log is full", "ERROR It failed");
  }

  /** Two attempts together exceed the limit; the second in another process, so to say. */
  @Test
  void allAttemptsOfAStepTogetherHaveAMaximumSize() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      var next = new BufferedStepLog(database, new StepLogStore(), state, InstantSource.system());
      for (int i = 0; i < 700; i++) {
        next.info("ä".repeat(500));
        if (i % 200 == 0) {
          next.flush();
        }
      }
      next.conclude("attempt " + attempt + " failed");
      database.useTransaction(next::writeRest);
    }

    assertThat(texts())
        // Between the lines of a row is how they differ in level and time, which counts, too.
        .hasSizeBetween(980, 1_003)
        .endsWith(
            "INFO " + StepLogStore.LEFT_OUT, "ERROR attempt 2 failed", "ERROR attempt 3 failed")
        .contains("ERROR attempt 1 failed");
  }

  @Test
  void oneAttemptKeepsNoMoreThanItMayWrite() {
    for (int i = 0; i < 4_000; i++) {
      log.info("x".repeat(4_000));
    }
    database.useTransaction(log::writeRest);

    assertThat(texts()).hasSize(251).endsWith("INFO " + StepLogStore.LEFT_OUT);
  }

  private void finishAndCommit() {
    log.finish();
    database.useTransaction(tx -> tx.update("UPDATE request_run SET seq = 3"));
  }

  private static long waitingForLocks(Tx tx) {
    return tx.list(
            """
            SELECT count(*) AS waiting FROM pg_locks
            WHERE NOT granted AND pid IN
              (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
            """,
            row -> row.number("waiting"))
        .getFirst();
  }

  /** The lines as clients see them, without step and time. */
  private static List<String> texts() {
    return database
        .inTransaction(
            tx ->
                Stream.of("r1", "r2")
                    .flatMap(
                        id ->
                            new StepLogStore()
                                .shown(tx, id, "s", StepLogStore.Runs.from(1), 0).stream())
                    .toList())
        .stream()
        .map(line -> line.substring(line.indexOf('[', 1) + 1).replaceFirst("]", ""))
        .toList();
  }
}
