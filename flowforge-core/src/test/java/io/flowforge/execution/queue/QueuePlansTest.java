package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Plans;
import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plans of the statements that pick work from a long queue, of which one organization has nearly
 * all. They are planned before the room is known.
 */
class QueuePlansTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
  private static final Room ROOM = new Room(8, 8, List.of(new Room.Use(1, 1, 1, 8)));

  private static Plans plans;

  @BeforeAll
  static void fill() {
    plans =
        Plans.among(
            """
            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,
                                         org_id, pipeline_id, run)
            SELECT CASE WHEN i % 10 > 0 THEN 'run-request' ELSE 'run-request-again' END,
                   'r' || i || '/2', timestamp '2026-01-01' + i * interval '1 second',
                   i % 1000 = 0, 1, CASE WHEN i % 500 > 0 THEN 1 ELSE 2 END, 'p', 1
            FROM generate_series(1, 50000) i
            """);
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void aPickReadsTheOldestEntriesOnly() {
    var store = new DueEntryStore();
    requireShortRanges(
        "scheduled_tasks_line_of_work", tx -> store.pick(tx, "worker", NOW, ROOM, new PickRound()));
  }

  @Test
  void aPickUnderCapsReadsTheOldestEntriesOnly() {
    var store = new CappedEntryStore(new InFlightCaps(10, 5, Map.of(2, 3)));
    requireShortRanges(
        "scheduled_tasks_pipeline_line_of_work",
        tx -> store.pick(tx, "w", NOW, ROOM, new PickRound()));
  }

  @Test
  void anEntryIsLookedUp() {
    var entries = new EntryStore();
    var entry = new QueueEntry("r1", 2);
    for (boolean isCounting : new boolean[] {false, true}) {
      requireLookUp(tx -> entries.findWaiting(tx, entry, isCounting));
    }
    requireLookUp(tx -> entries.isHeld(tx, new HeldEntry(entry, 1, 1, 0, NOW)));
    requireLookUp(tx -> entries.remove(tx, entry));
  }

  private static void requireLookUp(Consumer<Tx> work) {
    assertThat(plans.of(work)).contains("scheduled_tasks_pkey").doesNotContain("Seq Scan");
  }

  @Test
  void heldEntriesAreLookedUp() {
    var leases = new LeaseStore();
    assertThat(plans.of(tx -> leases.renew(tx, "worker", List.of("r1/2", "r2/2"), NOW)))
        .contains("Index Scan using scheduled_tasks_held")
        .doesNotContain("Seq Scan");
    assertThat(plans.of(tx -> leases.revive(tx, NOW, NOW)))
        .contains("Index Scan using scheduled_tasks_held", "scheduled_tasks_pkey")
        .doesNotContain("Seq Scan");
  }

  /** No table is read as a whole, and none in the order of all organizations. */
  private static void requireShortRanges(String index, Consumer<Tx> pick) {
    String plan = plans.ofAnyParameters(pick);
    assertThat(plan)
        .contains(index, "scheduled_tasks_pkey")
        .doesNotContain(
            "Seq Scan on scheduled_tasks", "scheduled_tasks_due", "Hash Cond: ((chosen");
  }
}
