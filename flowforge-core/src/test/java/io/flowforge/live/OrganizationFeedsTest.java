package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfChange;
import io.flowforge.live.event.LiveEvent.OfClosing;
import io.flowforge.live.event.LiveEvent.OfReset;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the viewers of an organization get. Nothing is told unless a test looks. */
class OrganizationFeedsTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static TestStores stores;
  private static Database database;
  private static Documents documents;

  private final BufferBudget budget = new BufferBudget(50_000_000);
  private final AtomicBoolean seesAll = new AtomicBoolean(true);
  private OrganizationFeeds feeds;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 2);
    Migrations.run(database);
    documents = Documents.open(stores.mongoUri());
  }

  @AfterAll
  static void close() {
    documents.close();
    database.close();
    stores.close();
  }

  @BeforeEach
  void begin() {
    feeds =
        new OrganizationFeeds(
            database,
            Set::copyOf,
            new PipelineNames(new PipelineStore(documents)),
            new ReadingTurns(4),
            () -> {});
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM service_request_event");
          tx.update("DELETE FROM request_run");
        });
  }

  /** As when a request is adopted that another program has changed. */
  @Test
  void aChangeOfThisServerIsToldAlsoWithoutAnEvent() throws InterruptedException {
    OrganizationStream viewer = view(null);
    var _ = feeds.look();
    assertThat(viewer.next(Duration.ZERO)).isInstanceOf(OfReset.class);
    add("r", 1);

    assertThat(feeds.isWatched(running("r0"))).isTrue();
    var _ = feeds.look();
    assertThat(viewer.next(Duration.ZERO))
        .isInstanceOfSatisfying(
            OfChange.class, change -> assertThat(change.request().requestId()).isEqualTo("r0"));
    assertThat(feeds.isWatched(running("r0"))).isTrue();
    var _ = feeds.look();
    assertThat(viewer.next(Duration.ZERO)).as("told once").isNull();
  }

  @Test
  void whatWasMissedDoesNotHoldUpTheEnd() throws InterruptedException {
    OrganizationStream viewer = viewOfMissed(10);
    assertThat(viewer.next(Duration.ZERO)).isInstanceOf(OfChange.class);
    assertThat(budget.held()).isPositive();

    viewer.close(CloseReason.STOPPING);

    assertThat(viewer.next(Duration.ZERO)).isEqualTo(new OfClosing(CloseReason.STOPPING));
    assertThat(budget.held()).isZero();
  }

  @Test
  void whoMayNotSeeWhatWasMissedAnyMoreDoesNotGetIt() throws InterruptedException {
    OrganizationStream viewer = viewOfMissed(10);
    assertThat(viewer.next(Duration.ZERO)).isInstanceOf(OfChange.class);
    addEvents("later", 1);
    var _ = feeds.look();
    seesAll.set(false);

    viewer.requireAllowed();

    assertThat(viewer.next(Duration.ZERO)).isInstanceOf(OfReset.class);
    assertThat(viewer.next(Duration.ZERO)).isNull();
  }

  @Test
  void whatWasMissedTakesItsMemoryFromTheBudgetUntilItIsTold() throws InterruptedException {
    OrganizationStream viewer = viewOfMissed(EventBuffer.MAX_EVENTS);
    for (int i = 0; i < EventBuffer.MAX_EVENTS; i++) {
      assertThat(viewer.next(Duration.ZERO)).isInstanceOf(OfChange.class);
    }
    assertThat(budget.held()).isPositive();
    assertThat(viewer.next(Duration.ZERO)).isNull();
    assertThat(budget.held()).isZero();
  }

  @Test
  void tooMuchThatWasMissedIsAReset() throws InterruptedException {
    OrganizationStream viewer = viewOfMissed(EventBuffer.MAX_EVENTS + 1);

    LiveEvent first = viewer.next(Duration.ZERO);

    assertThat(first).isInstanceOf(OfReset.class);
    assertThat(viewer.next(Duration.ZERO)).isNull();
    assertThat(budget.held()).isZero();
  }

  /** Returns a stream that is resumed after that many requests have changed. */
  private OrganizationStream viewOfMissed(int count) {
    database.useTransaction(
        tx -> tx.update("SELECT setval('service_request_event_event_id_seq', 1000)"));
    long last = 1000;
    addEvents("r", count);
    OrganizationStream viewer = view(last);
    var _ = feeds.look();
    return viewer;
  }

  private OrganizationStream view(@Nullable Long last) {
    var viewer = new OrganizationStream(1, "me", feeds, budget, seesAll::get, last);
    feeds.join(viewer);
    return viewer;
  }

  private static void addEvents(String prefix, int count) {
    add(prefix, count);
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO service_request_event
                  (event_type, service_request_id, step_name, step_type, created_at, seq)
                SELECT 'Running', ? || i, 's', 'API', timestamp '2026-01-31', 2
                FROM generate_series(0, ?) AS i
                """,
                prefix,
                count - 1));
  }

  private static void add(String prefix, int count) {
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
                                         created_at, updated_at, user_id, pipeline_id, created_on,
                                         pipeline_name)
                SELECT ? || i, 1, 'Running', 's', 2, 2, now(), now(), 'other', 'p', now(), 'p'
                FROM generate_series(0, ?) AS i
                """,
                prefix,
                count - 1));
  }

  private static ExecutionState running(String id) {
    return new ExecutionState(id, 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 2, 2, 1, 1, NOW);
  }
}
