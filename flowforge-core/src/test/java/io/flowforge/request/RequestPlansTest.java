package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Plans;
import io.flowforge.postgres.Tx;
import io.flowforge.request.history.HistoryRange;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.list.ListFilter;
import io.flowforge.request.list.ListRange;
import io.flowforge.request.list.RequestListStore;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.log.StepLogStore.Runs;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.OpenRequestStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plans of the statements that find the state, the history and the log of one among many requests.
 */
class RequestPlansTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
  private static final ExecutionState STATE =
      new ExecutionState("r5", 1, RequestStatus.RUNNING, "s1", 1, Duration.ZERO, 2, 2, 2, 1, NOW);

  private static Plans plans;

  @BeforeAll
  static void fill() {
    plans =
        Plans.among(
            "INSERT INTO \"user\" VALUES ('u', 'U', 'u@example.com', 'auth0', now(), FALSE)",
            """
            INSERT INTO organization (org_id, name, owner, created_on, deleted)
            SELECT i, 'Acme', 'u', now(), i % 2 = 0 FROM generate_series(1, 5000) i
            """,
            """
            INSERT INTO settled_organization
            SELECT org_id FROM organization WHERE deleted AND org_id % 100 > 0
            """,
            // MongoDB does not have one status in a thousand.
            """
            INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
                                     projected_seq, leg, claim, created_at, updated_at, user_id,
                                     created_on)
            SELECT 'r' || i, i % 500, CASE WHEN i % 20 > 0 THEN 'Completed' ELSE 'Running' END, 's1',
                   2, 2, CASE i % 1000 WHEN 0 THEN 1 ELSE 2 END, 2, 1, now(), now(), 'u', now()
            FROM generate_series(1, 20000) i
            """,
            """
            INSERT INTO request_transition (request_id, seq, transition, to_status, caused_by, happened_at)
            SELECT 'r' || i, j, 'START', 'Running', '', now()
            FROM generate_series(1, 20000) i, generate_series(1, 2) j
            """,
            """
            INSERT INTO service_request_event
              (event_type, service_request_id, step_name, step_type, created_by, created_at, seq)
            SELECT 'Running', 'r' || i, 's' || j, 'API', '', now(), j
            FROM generate_series(1, 20000) i, generate_series(1, 4) j
            """,
            """
            INSERT INTO step_log (request_id, step_name, level, logged_at, text)
            SELECT 'r' || i, 's' || j, 'INFO', now(), 'line'
            FROM generate_series(1, 20000) i, generate_series(1, 4) j
            """);
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void theStateOfARequestIsLookedUp() {
    var states = new ExecutionStateStore();
    requireLookUps("request_run_pkey", tx -> states.find(tx, "r5"));
    requireLookUps("request_run_pkey", tx -> states.lock(tx, "r5"));
    assertThat(plans.ofThese(tx -> states.outdatedOf(tx, List.of(STATE))))
        .contains("request_run_pkey")
        .doesNotContain("Seq Scan");
    requireLookUps("request_run_pkey", tx -> states.claim(tx, "r5", 2));
    requireLookUps("request_run_pkey", tx -> states.replace(tx, STATE, STATE, true));
    requireLookUps("request_run_pkey", tx -> states.markProjected(tx, "r5", 3));
  }

  @Test
  void whatAdoptionHasSeenOfARequestIsLookedUp() {
    var adoptions = new AdoptedStateStore(new ExecutionStateStore());
    requireLookUps("request_run_pkey", tx -> adoptions.find(tx, "r5"));
    requireLookUps("request_run_pkey", tx -> adoptions.lock(tx, "r5"));
    assertThat(plans.ofThese(tx -> adoptions.findAll(tx, List.of("r5", "r6"))))
        .contains("request_run_pkey")
        .doesNotContain("Seq Scan");
    requireLookUps("request_transition_pkey", tx -> adoptions.causeOf(tx, STATE));
  }

  @Test
  void statesThatMongoDbLacksHaveAnIndexOfTheirOwn() {
    var unprojected = new UnprojectedStore();
    var last = new UnprojectedStore.Unprojected(STATE, 1);
    Instant later = Instant.parse("2099-01-01T00:00:00Z");
    var ages = new UnprojectedStore.Ages(later, later, NOW);
    String plan = plans.of(tx -> unprojected.after(tx, last, ages, 10));
    assertThat(plan).contains("request_run_unprojected").doesNotContain("Seq Scan", "Sort");
    requireLookUps("request_run_pkey", tx -> unprojected.mark(tx, Map.of("r5", 3L, "r6", 3L)));
  }

  /** A plan is kept for a while, and tables grow meanwhile. */
  @Test
  void plansThatAreMadeOfEmptyTablesReadIndexes() {
    var unprojected = new UnprojectedStore();
    var ages = new UnprojectedStore.Ages(NOW, NOW, NOW);
    List<Consumer<Tx>> plannedOnce =
        List.of(
            tx -> unprojected.mark(tx, Map.of("r5", 3L)),
            tx -> unprojected.after(tx, null, ages, 10),
            tx -> new StepLogStore().currentOf(tx, List.of(STATE)));
    try (Plans empty = Plans.among()) {
      for (Consumer<Tx> work : plannedOnce) {
        assertThat(Plans.scansOfWholeTables(empty.of(work))).isEmpty();
      }
    }
  }

  /** A list of any statuses reads the first rows of one range for each, and sorts only these. */
  @Test
  void pagesAreReadInTheOrderOfAnIndex() {
    for (String userId : new @Nullable String[] {null, "u"}) {
      for (Set<RequestStatus> wanted :
          List.of(Set.<RequestStatus>of(), Set.of(RequestStatus.COMPLETED))) {
        var filter = ListFilter.of(1, userId, wanted);
        var place = new RequestListStore.ListPlace(NOW, "r5");
        assertReadInOrder(userId, tx -> page(tx, filter, null, List.of()));
        assertReadInOrder(userId, tx -> page(tx, filter, place, List.of()));
        assertReadInOrder(userId, tx -> page(tx, filter, null, List.of("r1", "r2")));
      }
    }
    requireLookUps(
        "request_run_pkey",
        tx -> new RequestListStore().placeOf(tx, ListFilter.of(1, "u", Set.of()), "r5"));
  }

  /** A page whose number is high costs no look into the table for the requests before it. */
  @Test
  void whatIsBeforeAPageIsReadFromTheIndexOnly() {
    for (String userId : new @Nullable String[] {null, "u"}) {
      var filter = ListFilter.of(1, userId, Set.of());
      String plan =
          plans.ofThese(
              tx ->
                  new RequestListStore()
                      .page(tx, filter, null, new ListRange(null, 5_000, 10), List.of()));
      assertThat(plan)
          .contains("Index Only Scan using request_run_listed")
          .doesNotContain("Index Scan using request_run_listed", "Seq Scan on request_run");
    }
  }

  private static void page(
      Tx tx, ListFilter filter, RequestListStore.@Nullable ListPlace after, List<String> missing) {
    new RequestListStore().page(tx, filter, after, new ListRange(null, 0, 10), missing);
  }

  private static void assertReadInOrder(@Nullable String userId, Consumer<Tx> work) {
    String plan = plans.ofThese(work);
    assertThat(plan)
        .contains(userId == null ? "request_run_listed on" : "request_run_listed_own on")
        .doesNotContain("request_run_open on")
        .doesNotContain("Seq Scan on request_run");
    assertThat(plan.lines().filter(line -> line.contains("Sort  "))).hasSizeLessThan(3);
  }

  @Test
  void theOpenRequestsOfAnOrganizationHaveAnIndexOfTheirOwn() {
    var open = new OpenRequestStore();
    requireLookUps("request_run_open", tx -> open.lockSome(tx, 20, 100));
    requireLookUps("request_run_open", tx -> open.existIn(tx, 20));
    requireLookUps("request_run_open", tx -> open.of(tx, 20, "u"));
  }

  @Test
  void deletedOrganizationsWithOpenRequestsHaveAnIndexOfTheirOwn() {
    var organizations = new OrganizationStore();
    requireLookUps("organization_deleted", tx -> organizations.closing(tx, 100));
    requireLookUps("organization_", tx -> organizations.settle(tx, 100));
  }

  @Test
  void theEventsOfARequestAreLookedUp() {
    requireLookUps(
        "service_request_event_of_request", tx -> new StepEventStore().latestOfEachStep(tx, "r5"));
  }

  @Test
  void theHistoryOfARequestIsLookedUp() {
    var history = new HistoryStore();
    for (var range :
        List.of(
            new HistoryRange(null, null, 100),
            new HistoryRange(9, null, 100),
            new HistoryRange(null, 0, 100))) {
      requireLookUps("request_transition_pkey", tx -> history.transitions(tx, "r5", range));
    }
    requireLookUps("service_request_event_of_request", tx -> history.steps(tx, "r5", 1, 100));
  }

  @Test
  void theLogOfAStepIsReadInTheOrderOfItsIndex() {
    String plan = plans.of(tx -> new StepLogStore().shown(tx, "r5", "s1", Runs.from(1), 3));
    assertThat(plan).contains("step_log_of_run").doesNotContain("Seq Scan", "Sort");
  }

  @Test
  void aLogIsWrittenAfterALookAtItsOwnRows() {
    var logs = new StepLogStore();
    var line = new LogLine(LogLine.Level.INFO, NOW, "line");
    requireLookUps("step_log_of_run", tx -> logs.append(tx, STATE, List.of(line, line)));
    requireLookUps("request_run_pkey", tx -> logs.currentOf(tx, List.of(STATE)));
  }

  private static void requireLookUps(String index, Consumer<Tx> work) {
    assertThat(plans.of(work)).contains(index).doesNotContain("Seq Scan");
  }
}
