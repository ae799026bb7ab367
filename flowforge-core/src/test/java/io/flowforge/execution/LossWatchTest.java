package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.queue.Capacity;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.CountedPostgres.Cost;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossWatchTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final TestStores stores = new TestStores();
  private final CountedPostgres postgres = CountedPostgres.before(stores.postgresUri());
  private final Database database =
      Database.open(PostgresUri.parse(postgres.counting(stores.postgresUri())), 2);
  private final ExecutionStateStore store = new ExecutionStateStore();
  private final StepLogStore logs = new StepLogStore();
  private final FencedStates states = QueuelessStates.on(database, store);
  private final InFlightRequests inFlight = new InFlightRequests();
  private final Capacity capacity = new Capacity(1_000, 1_000);
  private final LossWatch watch = new LossWatch(inFlight, states, database, logs);
  private final List<InFlightRequest> requests = new ArrayList<>();

  @BeforeEach
  void putManyInFlight() {
    Migrations.run(database);
    for (int i = 0; i < 300; i++) {
      var state =
          new ExecutionState(
              "r" + i, 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 2, 1, NOW);
      database.useTransaction(tx -> store.addIfAbsent(tx, state, new RequestOrigin("u", "p", NOW)));
      InFlightRequest request = inFlight.register(state.requestId(), capacity.take(1));
      request.watch(state);
      requests.add(request);
    }
  }

  @AfterEach
  void close() throws IOException {
    inFlight.close();
    database.close();
    postgres.close();
    stores.close();
  }

  /** Lines of a running step are promised within a second. */
  @Test
  void linesAreWrittenMoreOftenThanEverySecond() {
    assertThat(LossWatch.INTERVAL).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void allRequestsTogetherAreOneStatement() {
    assertThat(postgres.leastOf(5, watch::check)).isEqualTo(new Cost(1, 2));
  }

  @Test
  void nothingInFlightCostsNothing() {
    requests.forEach(InFlightRequest::close);
    Cost before = postgres.cost();

    watch.check();

    assertThat(postgres.cost()).isEqualTo(before);
  }

  @Test
  void whatIsLostIsInterruptedAndNothingElse() throws InterruptedException {
    database.useTransaction(
        tx -> {
          tx.update("UPDATE request_run SET claim = 2 WHERE request_id = 'r7'");
          tx.update("UPDATE request_run SET seq = 3 WHERE request_id = 'r70'");
          tx.update("DELETE FROM request_run WHERE request_id = 'r170'");
        });

    watch.check();

    List<Integer> lost = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      InFlightRequest.Watched watched = requests.get(i).watched();
      assertThat(watched).isNotNull();
      if (requests
          .get(i)
          .execute(StepOutcome.Completed::new, Duration.ofMinutes(1), watched.state(), null)
          .isEmpty()) {
        lost.add(i);
      }
    }
    assertThat(lost).containsExactly(7, 70, 170);
  }
}
