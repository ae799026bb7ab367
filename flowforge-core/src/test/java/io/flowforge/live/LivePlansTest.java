package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Plans;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.StepLogStore;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What streams ask costs the same, however many requests, logs and events there are. */
class LivePlansTest {

  private static Plans plans;

  @BeforeAll
  static void addMany() {
    plans =
        Plans.among(
            """
            INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
                                     created_at, updated_at, user_id, pipeline_id, created_on)
            SELECT 'r' || i, i % 50, 'Completed', 's1', 3, 3, now(), now(), 'u', 'p', now()
            FROM generate_series(1, 20000) i
            """,
            """
            INSERT INTO step_log (request_id, step_name, run, level, logged_at, text)
            SELECT 'r' || i, 's1', 1, 'INFO', now(), 'text'
            FROM generate_series(1, 20000) i, generate_series(1, 5)
            """,
            """
            INSERT INTO service_request_event (event_type, service_request_id, step_name,
                                               step_type, created_at, seq)
            SELECT 'Running', 'r' || i, 's1', 'API', now(), 2
            FROM generate_series(1, 20000) i, generate_series(1, 5)
            """);
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void aLookReadsTheRowsOfWatchedRequestsAndTheEndsOfTheirLogs() {
    String plan = plans.of(tx -> new WatchedRequestStore().newestOf(tx, List.of("r7", "r8")));

    assertThat(plan)
        .contains("request_run_pkey", "step_log_of_run", "Backward")
        .doesNotContain("Seq Scan");
  }

  /** A plan is kept for a while, and tables grow meanwhile. */
  @Test
  void plansThatAreMadeOfEmptyTablesReadIndexes() {
    var store = new EventTailStore();
    List<Consumer<Tx>> plannedOnce =
        List.of(
            tx -> new WatchedRequestStore().newestOf(tx, List.of("r7")),
            tx -> store.after(tx, 7, List.of(), EventTail.MAX_ROWS),
            tx -> store.after(tx, 7, List.of(3L), EventTail.MAX_ROWS),
            tx -> store.states(tx, List.of("r7")));
    try (Plans empty = Plans.among()) {
      for (Consumer<Tx> work : plannedOnce) {
        assertThat(Plans.scansOfWholeTables(empty.of(work))).isEmpty();
      }
    }
  }

  @Test
  void theRowsOfALogAreFoundAmongThoseOfTheirRequest() {
    for (long after : new long[] {0, 50_000}) {
      String plan = plans.of(tx -> new StepLogStore().after(tx, "r7", after, 200, 32_768));

      assertThat(plan).contains("step_log_of_run").doesNotContain("Seq Scan");
    }
    // Among the few rows that are newer it does not matter.
    assertThat(plans.of(tx -> new StepLogStore().after(tx, "r7", 99_999, 200, 32_768)))
        .doesNotContain("Seq Scan");
    assertThat(plans.of(tx -> new StepLogStore().lastOf(tx, "r7")))
        .contains("step_log_of_run")
        .doesNotContain("Seq Scan", "step_log_pkey");
  }

  @Test
  void newEventsAreReadFromTheEndOfTheirTable() {
    var store = new EventTailStore();

    assertThat(plans.of(store::newest)).contains("Backward").doesNotContain("Seq Scan");
    for (List<Long> missing : List.of(List.<Long>of(), List.of(7L, 8L))) {
      assertThat(plans.of(tx -> store.after(tx, 99_990, missing, EventTail.MAX_ROWS)))
          .contains("service_request_event_pkey")
          .doesNotContain("Seq Scan");
    }
    assertThat(plans.of(tx -> store.states(tx, List.of("r7", "r8"))))
        .contains("request_run_pkey")
        .doesNotContain("Seq Scan");
  }
}
