package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimWatchTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  private final ClaimWatch watch =
      new ClaimWatch(
          database,
          new ExecutionStateStore(),
          new ExecutionState(
              "r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, NOW));

  @BeforeEach
  void startRun() {
    Migrations.run(database);
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
                                         leg, claim, created_at, updated_at)
                VALUES ('r1', 1, 'Running', 's', 2, 2, 2, 1, ?, ?)
                """,
                NOW,
                NOW));
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void aRunIsLostOnceItWasMovedOrClaimed() {
    assertThat(watch.isLost()).isFalse();

    update("UPDATE request_run SET seq = 3");
    assertThat(watch.isLost()).isTrue();

    update("UPDATE request_run SET seq = 2, claim = 2");
    assertThat(watch.isLost()).isTrue();
  }

  @Test
  void aLookThatFailsTakesNothingAway() {
    update("UPDATE request_run SET claim = 2");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> look =
          database.inTransaction(
              tx -> {
                tx.update("LOCK TABLE request_run IN ACCESS EXCLUSIVE MODE");
                var looking = CompletableFuture.supplyAsync(watch::isLost, threads);
                // As an operator would: the look ends without an answer.
                Eventually.eventually(
                    () ->
                        tx.list(
                            """
                            SELECT pg_cancel_backend(pid) AS done FROM pg_locks
                            WHERE NOT granted AND relation = 'request_run'::regclass
                            """,
                            row -> row.bool("done")),
                    List.of(true)::equals);
                Eventually.eventually(looking::isDone, Boolean::booleanValue);
                return looking;
              });
      assertThat(look.join()).isFalse();
    }
  }

  private void update(String sql) {
    database.useTransaction(tx -> tx.update(sql));
  }
}
