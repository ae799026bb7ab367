package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntryStoreTest {

  private static final QueueEntry ENTRY = new QueueEntry("r1", 2);

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 2);

  @BeforeEach
  void addAnEntryThatHasChangedThreeTimes() {
    Migrations.run(database);
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO scheduled_tasks
                  (task_name, task_instance, execution_time, picked, picked_by, version)
                VALUES (?, ?, now(), TRUE, 'us', 3)
                """,
                "run-request",
                ENTRY.id()));
  }

  @AfterEach
  void close() {
    database.close();
    stores.close();
  }

  @Test
  void aWorkerThatKnowsEveryChangeHoldsTheEntry() {
    assertThat(isHeld(ENTRY, 3)).isTrue();
  }

  @Test
  void aWorkerThatMissedAChangeHasLostIt() {
    assertThat(isHeld(ENTRY, 2)).isFalse();
  }

  @Test
  void nobodyHoldsAnEntryThatIsGone() {
    assertThat(isHeld(new QueueEntry("r1", 3), 3)).isFalse();
  }

  private boolean isHeld(QueueEntry entry, long version) {
    var held = new HeldEntry(entry, 1, version, 0, Instant.EPOCH);
    return database.inTransaction(tx -> new EntryStore().isHeld(tx, held));
  }
}
