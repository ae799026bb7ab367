package io.flowforge.request.state;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StepEventStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  /**
   * Events of an older deployment all have the number 0, so the order of insertion decides. Rows
   * need not be read in that order, which is why they are stored in several others here.
   */
  @Test
  void ofEventsWithEqualNumbersTheOneInsertedLastIsTheLatest() {
    Map<String, List<Integer>> orders =
        Map.of(
            "s1", List.of(1, 2, 3, 4),
            "s2", List.of(4, 3, 2, 1),
            "s3", List.of(2, 4, 1, 3),
            "s4", List.of(3, 1, 4, 2));
    withDatabase(
        tx -> {
          orders.forEach(
              (step, order) -> order.forEach(number -> insert(tx, step, number, 0, number)));
          assertThat(latest(tx))
              .containsOnlyKeys(orders.keySet())
              .allSatisfy((_, type) -> assertThat(type).isEqualTo("type 4"));
        });
  }

  @Test
  void aHigherNumberWinsOverALaterRow() {
    withDatabase(
        tx -> {
          insert(tx, "s1", 1, 2, 2);
          insert(tx, "s1", 2, 1, 1);
          assertThat(latest(tx)).containsEntry("s1", "type 2");
        });
  }

  private static Map<String, String> latest(Tx tx) {
    return new StepEventStore()
        .latestOfEachStep(tx, "r1").stream()
            .map(StepEvent::change)
            .collect(toMap(StepChange::stepName, StepChange::stepType));
  }

  /** Inserts an event whose type names it; {@code row} is its place in the order of insertion. */
  private static void insert(Tx tx, String step, int row, int seq, int number) {
    tx.update(
        """
        INSERT INTO service_request_event
          (event_id, event_type, service_request_id, step_name, step_type, created_by, created_at,
           seq)
        VALUES (?, 'Running', 'r1', ?, ?, '', ?, ?)
        """,
        1_000 * Integer.parseInt(step.substring(1)) + row,
        step,
        "type " + number,
        NOW,
        seq);
  }

  private static void withDatabase(Consumer<Tx> work) {
    try (var stores = new TestStores();
        var database = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
      Migrations.run(database);
      database.useTransaction(work);
    }
  }
}
