package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Plans;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.OpenRequestStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
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
                                     projected_seq, leg, claim, created_at, updated_at)
            SELECT 'r' || i, i % 500, CASE WHEN i % 20 > 0 THEN 'Completed' ELSE 'Running' END, 's1',
                   2, 2, CASE i % 1000 WHEN 0 THEN 1 ELSE 2 END, 2, 1, now(), now()
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
    requireLookUps("request_run_pkey", tx -> states.outdatedOf(tx, List.of(STATE)));
    requireLookUps("request_run_pkey", tx -> states.claim(tx, "r5", 2));
    requireLookUps("request_run_pkey", tx -> states.replace(tx, STATE, STATE, true));
    requireLookUps("request_run_pkey", tx -> states.markProjected(tx, "r5", 3));
  }

  @Test
  void statesThatMongoDbLacksHaveAnIndexOfTheirOwn() {
    var states = new ExecutionStateStore();
    requireLookUps("request_run_unprojected", tx -> states.unprojectedOf(tx, 1, 10));
    requireLookUps("request_run_unprojected", tx -> states.unprojected(tx, NOW, NOW, STATE, 10));
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
  void theLogOfAStepIsReadInTheOrderOfItsIndex() {
    String plan = plans.of(tx -> new StepLogStore().shown(tx, "r5", "s1", 3));
    assertThat(plan).contains("step_log_of_step").doesNotContain("Seq Scan", "Sort");
  }

  private static void requireLookUps(String index, Consumer<Tx> work) {
    assertThat(plans.of(work)).contains(index).doesNotContain("Seq Scan");
  }
}
