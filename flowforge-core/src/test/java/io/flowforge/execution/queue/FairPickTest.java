package io.flowforge.execution.queue;

import static io.flowforge.execution.queue.InFlightCaps.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which entries a server picks. */
class FairPickTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static final String INSERT =
      """
      INSERT INTO scheduled_tasks
        (task_name, task_instance, execution_time, picked, version, org_id, pipeline_id)
      VALUES ('run-request', ?, ?::timestamp AT TIME ZONE 'UTC', ?, 1, ?, ?)
      """;

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

  private record Queued(String id, int orgId, String pipelineId, Instant due, boolean isPicked) {

    Queued(String id, int orgId, Instant due, boolean isPicked) {
      this(id, orgId, "p", due, isPicked);
    }
  }

  /** Compares with a model that gives one place after another to who has least. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void thePickIsThatOfTheModel(long seed) {
    var random = new Random(seed);
    int organizations = 1 + random.nextInt(6);
    List<Queued> queue = queue(random, organizations);
    Room room = room(random, organizations);
    replaceQueue(queue);

    assertThat(picked(room)).containsExactlyInAnyOrderElementsOf(model(queue, room, NONE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void thePickUnderCapsIsThatOfTheModel(long seed) {
    var random = new Random(seed);
    int organizations = 1 + random.nextInt(6);
    List<Queued> queue = queue(random, organizations);
    Room room = room(random, organizations);
    var caps =
        new InFlightCaps(
            random.nextBoolean() ? InFlightCaps.NO_CAP : 1 + random.nextInt(6),
            random.nextBoolean() ? InFlightCaps.NO_CAP : 1 + random.nextInt(3),
            random.nextBoolean() ? Map.of() : Map.of(1, 1 + random.nextInt(4)));
    replaceQueue(queue);

    assertThat(pickedUnder(caps, room))
        .containsExactlyInAnyOrderElementsOf(model(queue, room, caps));
  }

  /** However many organizations wait, a look costs the same; one look after another sees all. */
  @ParameterizedTest
  @CsvSource({"256, 0", "257, 0", "700, 0", "512, 3"})
  void manyOrganizationsTakeTurns(int organizations, int seen) {
    List<Queued> queue = new ArrayList<>();
    for (int org = 0; org < organizations; org++) {
      for (int n = 0; n < 4; n++) {
        queue.add(new Queued("r" + org + "-" + n + "/2", org, NOW.minusSeconds(9 - n), false));
      }
    }
    replaceQueue(queue);
    var all = new Room(4 * organizations, 4, List.of());
    var round = new PickRound();
    for (int n = 0; n < seen; n++) {
      pick(new Room(1, 1, List.of()), round);
    }

    round.begin();
    Map<Integer, Integer> picked = new HashMap<>();
    int looks = 0;
    do {
      pick(all, round).forEach(entry -> picked.merge(entry.orgId(), 1, Integer::sum));
      looks++;
    } while (!round.isOver());

    assertThat(picked).hasSize(organizations);
    assertThat(looks).isLessThanOrEqualTo(organizations / PickRound.ORGANIZATIONS_AT_ONCE + 2);
  }

  @Test
  void noOrganizationOfManyGetsMoreThanItsTurn() {
    List<Queued> queue = new ArrayList<>();
    for (int org = 1; org <= 300; org++) {
      for (int n = 0; n < 4; n++) {
        queue.add(new Queued("r" + org + "-" + n + "/2", org, NOW.minusSeconds(9 - n), false));
      }
    }
    replaceQueue(queue);
    var round = new PickRound();
    Map<Integer, Integer> picked = new HashMap<>();
    for (int look = 0; look < 3; look++) {
      round.begin();
      pick(new Room(200, 1, List.of()), round)
          .forEach(entry -> picked.merge(entry.orgId(), 1, Integer::sum));
    }
    // 600 places for 300 organizations.
    assertThat(picked.values()).allMatch(count -> count <= 3);
    assertThat(picked).hasSizeGreaterThan(250);
  }

  /** The requests of a pipeline that is at its cap do not stand in the way of others. */
  @Test
  void aCappedPipelineIsPassedOver() {
    List<Queued> queue = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      queue.add(new Queued("r" + n + "/2", 1, "busy", NOW.minusSeconds(2_000 - n), n < 2));
    }
    queue.add(new Queued("other/2", 1, "another", NOW.minusSeconds(1), false));
    replaceQueue(queue);

    var caps = new InFlightCaps(InFlightCaps.NO_CAP, 2, Map.of());
    assertThat(pickedUnder(caps, new Room(5, 5, List.of()))).containsExactly("other/2");
  }

  @Test
  void anOrganizationWithMorePipelinesThanALookSeesGetsAllOfThem() {
    List<Queued> queue = new ArrayList<>();
    for (int n = 0; n < 1_100; n++) {
      queue.add(new Queued("r" + n + "/2", 1, "p" + n, NOW.minusSeconds(1), false));
    }
    replaceQueue(queue);
    var store = new CappedEntryStore(new InFlightCaps(InFlightCaps.NO_CAP, 1, Map.of()));
    var round = new PickRound();
    var room = new Room(2_000, 2_000, List.of());
    int picked = 0;
    for (int look = 0; look < 3; look++) {
      picked +=
          database.inTransaction(tx -> store.pick(tx, "us", NOW, room, round).entries().size());
    }
    assertThat(picked).isEqualTo(1_100);
  }

  private static List<Queued> queue(Random random, int organizations) {
    List<Queued> queue = new ArrayList<>();
    for (int n = random.nextInt(60); n > 0; n--) {
      queue.add(
          new Queued(
              "r" + n + "/2",
              1 + random.nextInt(organizations),
              "p" + random.nextInt(3),
              NOW.plusMillis(random.nextInt(3) * 1000L - 1500 + n),
              random.nextInt(8) == 0));
    }
    return queue;
  }

  private static Room room(Random random, int organizations) {
    List<Room.Use> uses = new ArrayList<>();
    for (int org = 1; org <= organizations; org++) {
      if (random.nextBoolean()) {
        int active = random.nextInt(4);
        uses.add(new Room.Use(org, active, active + random.nextInt(5), random.nextInt(5)));
      }
    }
    return new Room(1 + random.nextInt(12), 1 + random.nextInt(6), uses);
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
          assertThat(
                  store
                      .pick(tx, "another", NOW, new Room(2, 2, List.of()), new PickRound())
                      .entries())
              .hasSize(2);
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

  private static List<String> model(List<Queued> queue, Room room, InFlightCaps caps) {
    Map<Integer, List<Queued>> lines = new HashMap<>();
    queue.stream()
        .filter(entry -> !entry.isPicked() && !entry.due().isAfter(NOW))
        .sorted(Comparator.comparing(Queued::due))
        .forEach(entry -> lines.computeIfAbsent(entry.orgId(), _ -> new ArrayList<>()).add(entry));
    Map<Integer, Integer> taken = new HashMap<>();
    List<String> picked = new ArrayList<>();
    List<Queued> held = new ArrayList<>(queue.stream().filter(Queued::isPicked).toList());
    while (picked.size() < room.entries()) {
      lines.values().forEach(line -> line.removeIf(entry -> isOverCap(entry, held, caps)));
      var next =
          lines.keySet().stream()
              .filter(org -> !lineOf(lines, org).isEmpty())
              .filter(org -> taken.getOrDefault(org, 0) < roomOf(room, org))
              .min(
                  Comparator.<Integer>comparingInt(
                          org -> use(room, org).active() + taken.getOrDefault(org, 0))
                      .thenComparingInt(
                          org -> use(room, org).inFlight() + taken.getOrDefault(org, 0))
                      .thenComparing(org -> lineOf(lines, org).getFirst().due()));
      if (next.isEmpty()) {
        return picked;
      }
      Queued first = lineOf(lines, next.get()).removeFirst();
      taken.merge(next.get(), 1, Integer::sum);
      held.add(first);
      picked.add(first.id());
    }
    return picked;
  }

  private static boolean isOverCap(Queued entry, List<Queued> held, InFlightCaps caps) {
    List<Queued> ofOrganization =
        held.stream().filter(other -> other.orgId() == entry.orgId()).toList();
    long ofPipeline =
        ofOrganization.stream()
            .filter(other -> other.pipelineId().equals(entry.pipelineId()))
            .count();
    return ofOrganization.size() >= caps.of(entry.orgId()) || ofPipeline >= caps.ofPipeline();
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
    return ids(pick(room, new PickRound()));
  }

  private List<HeldEntry> pick(Room room, PickRound round) {
    return database.inTransaction(tx -> store.pick(tx, "us", NOW, room, round).entries());
  }

  private static List<String> pickedUnder(InFlightCaps caps, Room room) {
    var store = new CappedEntryStore(caps);
    return ids(
        database.inTransaction(tx -> store.pick(tx, "us", NOW, room, new PickRound()).entries()));
  }

  private static List<String> ids(List<HeldEntry> entries) {
    return entries.stream().map(held -> held.entry().id()).toList();
  }

  private static void replaceQueue(List<Queued> queue) {
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM scheduled_tasks");
          tx.updateAll(INSERT, queue.stream().map(FairPickTest::columns).toList());
        });
  }

  private static @Nullable Object[] columns(Queued entry) {
    return new @Nullable Object[] {
      entry.id(), entry.due(), entry.isPicked(), entry.orgId(), entry.pipelineId()
    };
  }
}
