package io.flowforge.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which entries a server picks. */
class FairPickTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static TestStores stores;
  private static Database database;

  private final DueEntryStore store = new DueEntryStore();

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    Migrations.run(database);
  }

  @AfterAll
  static void close() {
    database.close();
    stores.close();
  }

  private record Queued(String id, int orgId, Instant due, boolean isPicked) {}

  /** Compares with a model that gives one place after another to who has least. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void thePickIsThatOfTheModel(long seed) {
    var random = new Random(seed);
    List<Queued> queue = new ArrayList<>();
    int organizations = 1 + random.nextInt(6);
    for (int n = random.nextInt(60); n > 0; n--) {
      queue.add(
          new Queued(
              "r" + n + "/2",
              1 + random.nextInt(organizations),
              NOW.plusMillis(random.nextInt(3) * 1000L - 1500 + n),
              random.nextInt(8) == 0));
    }
    List<Room.Use> uses = new ArrayList<>();
    for (int org = 1; org <= organizations; org++) {
      if (random.nextBoolean()) {
        int active = random.nextInt(4);
        uses.add(new Room.Use(org, active, active + random.nextInt(5), random.nextInt(5)));
      }
    }
    var room = new Room(1 + random.nextInt(12), 1 + random.nextInt(6), uses);
    replaceQueue(queue);

    assertThat(picked(room)).containsExactlyInAnyOrderElementsOf(model(queue, room));
  }

  @Test
  void whatAnotherServerIsPickingIsPassedOver() {
    replaceQueue(
        List.of(
            new Queued("a/2", 1, NOW.minusSeconds(3), false),
            new Queued("b/2", 1, NOW.minusSeconds(2), false),
            new Queued("c/2", 1, NOW.minusSeconds(1), false)));
    database.useTransaction(
        tx -> {
          assertThat(store.pick(tx, "another", NOW, new Room(2, 2, List.of()))).hasSize(2);
          // In a transaction of its own.
          List<String> ours = new ArrayList<>();
          Thread picking =
              Thread.ofPlatform().start(() -> ours.addAll(picked(new Room(2, 2, List.of()))));
          join(picking);
          assertThat(ours).containsExactly("c/2");
        });
  }

  @Test
  void anEntryOfAnOlderServerHasTheOrganizationOfItsRequest() {
    database.useTransaction(
        tx -> {
          tx.update(
              """
              INSERT INTO request_run (request_id, org_id, status, current_step, attempt,
                step_spent_ms, seq, status_seq, leg, claim, created_at, updated_at, pipeline_id)
              VALUES ('a/b', 7, 'Running', 's', 1, 0, 2, 2, 2, 0, now(), now(), 'p7')
              """);
          tx.update(
              """
              INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
              VALUES ('run-request', 'a/b/2', now(), FALSE, 1), ('another', '1', now(), FALSE, 1)
              """);
          assertThat(
                  tx.list(
                      """
                      SELECT org_id || ' ' || coalesce(pipeline_id, '-') AS whose
                      FROM scheduled_tasks WHERE task_instance IN ('a/b/2', '1') ORDER BY org_id
                      """,
                      row -> row.text("whose")))
              .containsExactly("0 -", "7 p7");
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> model(List<Queued> queue, Room room) {
    Map<Integer, List<Queued>> lines = new HashMap<>();
    queue.stream()
        .filter(entry -> !entry.isPicked() && !entry.due().isAfter(NOW))
        .sorted(Comparator.comparing(Queued::due))
        .forEach(entry -> lines.computeIfAbsent(entry.orgId(), _ -> new ArrayList<>()).add(entry));
    Map<Integer, Integer> taken = new HashMap<>();
    List<String> picked = new ArrayList<>();
    while (picked.size() < room.entries()) {
      var next =
          lines.keySet().stream()
              .filter(org -> taken.getOrDefault(org, 0) < lineOf(lines, org).size())
              .filter(org -> taken.getOrDefault(org, 0) < roomOf(room, org))
              .min(
                  Comparator.<Integer>comparingInt(
                          org -> use(room, org).active() + taken.getOrDefault(org, 0))
                      .thenComparingInt(
                          org -> use(room, org).inFlight() + taken.getOrDefault(org, 0))
                      .thenComparing(
                          org -> lineOf(lines, org).get(taken.getOrDefault(org, 0)).due()));
      if (next.isEmpty()) {
        return picked;
      }
      picked.add(lineOf(lines, next.get()).get(taken.merge(next.get(), 1, Integer::sum) - 1).id());
    }
    return picked;
  }

  private static List<Queued> lineOf(Map<Integer, List<Queued>> lines, int orgId) {
    return lines.getOrDefault(orgId, List.of());
  }

  private static int roomOf(Room room, int orgId) {
    return room.uses().stream().anyMatch(use -> use.orgId() == orgId)
        ? use(room, orgId).room()
        : room.ofNewcomers();
  }

  private static Room.Use use(Room room, int orgId) {
    return room.uses().stream()
        .filter(use -> use.orgId() == orgId)
        .findFirst()
        .orElse(new Room.Use(orgId, 0, 0, room.ofNewcomers()));
  }

  private List<String> picked(Room room) {
    return database.inTransaction(
        tx -> store.pick(tx, "us", NOW, room).stream().map(held -> held.entry().id()).toList());
  }

  private static void replaceQueue(List<Queued> queue) {
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM scheduled_tasks");
          queue.forEach(entry -> insert(tx, entry));
        });
  }

  private static void insert(Tx tx, Queued entry) {
    tx.update(
        """
        INSERT INTO scheduled_tasks
          (task_name, task_instance, execution_time, picked, version, org_id)
        VALUES ('run-request', ?, ?::timestamp AT TIME ZONE 'UTC', ?, 1, ?)
        """,
        entry.id(),
        entry.due(),
        entry.isPicked(),
        entry.orgId());
  }
}
