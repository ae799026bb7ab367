package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FencedStatesTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static final Step STEP = new Step("s", "API", "", "", World.object("{}"), true);

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  private final ExecutionStateStore store = new ExecutionStateStore();
  private final FencedStates states = QueuelessStates.on(database, store);
  private final ExecutionState state =
      new ExecutionState("r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, NOW);

  @BeforeEach
  void claimARequest() {
    Migrations.run(database);
    database.useTransaction(tx -> store.addIfAbsent(tx, state, new RequestOrigin("u", "p", NOW)));
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void aRequestIsLostOnceAnotherChangedOrClaimedIt() {
    assertThat(isLost()).isFalse();

    update("UPDATE request_run SET seq = 3");
    assertThat(isLost()).isTrue();

    update("UPDATE request_run SET seq = 2, claim = 2");
    assertThat(isLost()).isTrue();
  }

  @Test
  void anOutcomeOfALostRequestIsDiscarded() {
    update("UPDATE request_run SET claim = 2");

    assertThat(states.record(state, Transition.fail(STEP), _ -> {})).isEmpty();
    assertThat(
            database
                .inTransaction(tx -> store.find(tx, state.requestId()))
                .map(ExecutionState::status))
        .contains(RequestStatus.RUNNING);
  }

  /** The log is written by the transaction that finds out why the first one was lost. */
  @Test
  void anOutcomeIsReplacedByAHaltIfAnotherProgramHasWritten() {
    update(
        """
        INSERT INTO service_request_event (event_type, service_request_id, step_name, step_type,
                                           created_by, created_at, seq)
        VALUES ('Running', 'r1', 's', 'API', 'u', now(), 0)
        """);
    BufferedStepLog log = states.openLog(state);
    log.info("called");
    log.finish();

    Optional<ExecutionState> halted =
        states.record(state, Transition.retry(STEP, Duration.ZERO, Duration.ZERO), log::writeRest);

    assertThat(halted.orElseThrow().status()).isEqualTo(RequestStatus.FAILED);
    assertThat(texts()).containsExactly("called", FencedStates.WRITTEN_ELSEWHERE);
  }

  @Test
  void aCheckThatFailsTakesNothingAway() {
    update("UPDATE request_run SET claim = 2");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> check =
          database.inTransaction(
              tx -> {
                tx.update("LOCK TABLE request_run IN ACCESS EXCLUSIVE MODE");
                var checking = CompletableFuture.supplyAsync(this::isLost, threads);
                // As an operator would: the check ends without a result.
                Eventually.eventually(
                    () ->
                        tx.list(
                            """
                            SELECT pg_cancel_backend(pid) AS done FROM pg_locks
                            WHERE NOT granted AND relation = 'request_run'::regclass
                            """,
                            row -> row.bool("done")),
                    List.of(true)::equals);
                Eventually.eventually(checking::isDone, Boolean::booleanValue);
                return checking;
              });
      assertThat(check.join()).isFalse();
    }
  }

  private List<String> texts() {
    return database.inTransaction(
        tx -> tx.list("SELECT text FROM step_log ORDER BY log_id", row -> row.text("text")));
  }

  private boolean isLost() {
    return !states.lostOf(List.of(state)).isEmpty();
  }

  private void update(String sql) {
    database.useTransaction(tx -> tx.update(sql));
  }
}
