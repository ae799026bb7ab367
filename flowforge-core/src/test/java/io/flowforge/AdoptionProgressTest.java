package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.adoption.AdoptionSettings;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of adoption while it goes on, in batches of five. */
class AdoptionProgressTest {

  private final TestStores stores = new TestStores();
  private final OlderSystem older = new OlderSystem();

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void aServerIsReadyMeanwhileAndTellsHowFarItIs() throws InterruptedException {
    var meters = new SimpleMeterRegistry();
    ExecutionSettings execution =
        ExecutionSettings.defaults().withAdoption(new AdoptionSettings(false, 5, 10));
    var isLocked = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    try (var log = new RecordedLog("io.flowforge.request.adoption");
        var flowforge = Flowforge.open(stores.settings(execution), InstantSource.system(), meters);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var world = new World(flowforge);
      Pipeline pipeline = world.pipeline(Pipelines.call("https://example.com/call"));
      Organization blocked =
          flowforge
              .database()
              .inTransaction(
                  tx ->
                      flowforge
                          .organizations()
                          .add(tx, "Blocked", "auth0|olga", Instant.parse("2026-01-31T08:00:00Z")));
      for (int i = 0; i < 23; i++) {
        // The newest are adopted first.
        older.request(i < 11 ? blocked.orgId() : world.orgId(), pipeline.id(), "Not Started");
      }
      older.write(stores, flowforge.database());
      threads.execute(
          () ->
              flowforge
                  .database()
                  .useTransaction(
                      tx -> {
                        tx.update("SET LOCAL idle_in_transaction_session_timeout = 0");
                        // As a deletion does.
                        var _ =
                            tx.find(
                                "SELECT org_id FROM organization WHERE org_id = ? FOR UPDATE",
                                row -> row.integer("org_id"),
                                blocked.orgId());
                        isLocked.countDown();
                        waitFor(mayGoOn);
                      }));
      isLocked.await();
      try {
        flowforge.startWorkers();

        Eventually.eventually(
            () -> meters.get("flowforge.adoption.left").gauge().value(), left -> left == 13);
        assertThat(adopted(meters)).isEqualTo(10);
        assertThat(
                Eventually.eventually(
                    () -> log.linesOf("adoption_progress"), lines -> !lines.isEmpty()))
            .singleElement()
            .asString()
            .contains("adopted=10 left=13");
        flowforge.checks().values().forEach(Runnable::run);
        assertThat(
                flowforge
                    .requests()
                    .reading()
                    .listAll(ADMIN, new RequestQuery(world.orgId(), 1, 100, Set.of()))
                    .requests())
            .hasSize(10);
        assertThat(log.linesOf("requests_adopted")).isEmpty();

        mayGoOn.countDown();
        Eventually.eventually(() -> log.linesOf("requests_adopted"), lines -> !lines.isEmpty());
        assertThat(adopted(meters)).isEqualTo(23);
        assertThat(meters.get("flowforge.adoption.left").gauge().value()).isZero();
        assertThat(log.linesOf("adoption_progress")).hasSize(2);
      } finally {
        mayGoOn.countDown();
      }
    }
  }

  /** The tables of the older system have no index by request. */
  @Test
  void aPreviewReadsEachEventOnce() {
    for (int requests : new int[] {300, 600}) {
      try (var others = new TestStores()) {
        try (var flowforge = Flowforge.open(others.settings(), InstantSource.system())) {
          for (int i = 0; i < requests; i++) {
            String id = older.request(1, "65f0c0ffee65f0c0ffee65f0", "Running");
            older.event(id, "s1", "API", "Completed").event(id, "s2", "API", "Running");
          }
          older.write(others, flowforge.database());
          flowforge
              .database()
              .useTransaction(
                  tx -> {
                    tx.update("DROP INDEX service_request_event_of_request_id");
                  });
        }
        long before = eventsRead(others);
        try (var asIs = Flowforge.openAsIs(others.settings(), InstantSource.system())) {
          assertThat(asIs.adoption().left().total()).isEqualTo(requests);
          assertThat(asIs.adoption().preview().total()).isEqualTo(requests);
        }
        Eventually.eventually(() -> eventsRead(others) - before, read -> read > 0);
        assertThat(eventsRead(others) - before).isEqualTo(2L * requests);
      }
    }
  }

  private static long eventsRead(TestStores stores) {
    try (var database = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
      return database
          .inTransaction(
              tx ->
                  tx.find(
                      """
                      SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS n
                      FROM pg_stat_user_tables WHERE relname = 'service_request_event'
                      """,
                      row -> row.number("n")))
          .orElseThrow();
    }
  }

  private static long adopted(SimpleMeterRegistry meters) {
    return Math.round(
        meters.find("flowforge.adopted.requests").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum());
  }

  /** Not forever, so that a failed test ends. */
  private static void waitFor(CountDownLatch latch) {
    try {
      var _ = latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
