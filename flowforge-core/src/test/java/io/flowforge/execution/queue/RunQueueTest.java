package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From when on a request says why it waits. */
class RunQueueTest {

  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");
  private static final ExecutionState STATE =
      new ExecutionState("r1", 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 0, START);

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 2);
  private Instant now = START;
  private final RunQueue queue = new RunQueue(() -> now, new WorkSignal(), InFlightCaps.NONE);

  @BeforeEach
  void migrate() {
    Migrations.run(database);
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void whatWasQueuedJustNowDoesNotWait() {
    queue(START);

    assertThat(reasonAfter(Duration.ofMillis(999))).isEmpty();
    assertThat(reasonAfter(Duration.ofSeconds(1))).contains(WaitReason.TURN);
  }

  @Test
  void whatIsDueSinceJustNowDoesNotWait() {
    queue(START.plusSeconds(60));

    assertThat(reasonAfter(Duration.ofMillis(999))).isEmpty();
    assertThat(reasonAfter(Duration.ofSeconds(1))).contains(WaitReason.RETRY);
    assertThat(reasonAfter(Duration.ofMillis(59_999))).contains(WaitReason.RETRY);
    assertThat(reasonAfter(Duration.ofMillis(60_999))).isEmpty();
    assertThat(reasonAfter(Duration.ofSeconds(61))).contains(WaitReason.TURN);
  }

  private void queue(Instant due) {
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO scheduled_tasks
                  (task_name, task_instance, execution_time, picked, version, org_id)
                VALUES ('run-request', ?, ?::timestamp AT TIME ZONE 'UTC', FALSE, 1, 1)
                """,
                new QueueEntry(STATE.requestId(), STATE.dispatch()).id(),
                due));
  }

  private Optional<WaitReason> reasonAfter(Duration time) {
    now = START.plus(time);
    return database.inTransaction(tx -> queue.reasonOf(tx, STATE));
  }
}
