package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.UnavailableException;
import io.flowforge.live.EventTailStore.TailRow;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.TestStores;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events whose numbers are given in another order than they are committed. */
class EventTailTest {

  private static TestStores stores;
  private static Database database;

  private EventTail tail;

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

  @BeforeEach
  void begin() {
    tail = new EventTail(database);
  }

  @Test
  void anEventThatIsCommittedLateIsNotMissed() {
    database.useTransaction(tx -> add(tx, "before"));
    assertThat(read()).contains("before");
    long floor = tail.floor();
    var given = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    var late =
        CompletableFuture.runAsync(
            () ->
                database.useTransaction(
                    tx -> {
                      add(tx, "late");
                      given.countDown();
                      await(commit);
                    }),
            Executors.newVirtualThreadPerTaskExecutor());
    await(given);
    database.useTransaction(tx -> add(tx, "early"));

    assertThat(read()).containsExactly("early");
    assertThat(tail.floor()).as("a stream that is resumed reads both").isEqualTo(floor);
    assertThat(read()).isEmpty();

    commit.countDown();
    late.join();
    assertThat(read()).containsExactly("late");
    assertThat(tail.floor()).isEqualTo(floor + 2);
    assertThat(read()).isEmpty();
  }

  /** It looks back when it begins, because an event before the last one may be under way. */
  @Test
  void anEventThatIsUnderWayWhenItBeginsIsNotMissed() {
    var given = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    var late =
        CompletableFuture.runAsync(
            () ->
                database.useTransaction(
                    tx -> {
                      add(tx, "late");
                      given.countDown();
                      await(commit);
                    }),
            Executors.newVirtualThreadPerTaskExecutor());
    await(given);
    database.useTransaction(tx -> add(tx, "early"));

    assertThat(read()).contains("early").doesNotContain("late");
    commit.countDown();
    late.join();

    assertThat(read()).containsExactly("late");
  }

  @Test
  void tooManyEventsAtOnceAreNotTold() {
    assertThat(tail.read()).isPresent();
    database.useTransaction(
        tx ->
            tx.update(
                """
                INSERT INTO service_request_event
                  (event_type, service_request_id, step_name, step_type, created_at, seq)
                SELECT 'Running', 'r' || i, 's', 'API', timestamp '2026-01-31', 2
                FROM generate_series(1, ?) AS i
                """,
                5 * EventTail.MAX_ROWS));

    assertThat(tail.read()).isEmpty();
    database.useTransaction(tx -> add(tx, "next"));
    assertThat(read()).contains("next");
  }

  /** Tables of older systems may have rows that name no request. */
  @Test
  void aRowOfNoRequestStopsNobody() {
    assertThat(tail.read()).isPresent();
    database.useTransaction(
        tx -> {
          tx.update(
              "ALTER TABLE service_request_event ALTER COLUMN service_request_id DROP NOT NULL");
          tx.update(
              """
              INSERT INTO service_request_event (event_type, step_name, step_type, created_at)
              VALUES ('Running', 's', 'API', timestamp '2026-01-31')
              """);
          add(tx, "after it");
        });

    assertThat(read()).containsExactly("after it");
    database.useTransaction(
        tx -> {
          tx.update(
              "UPDATE service_request_event SET service_request_id = 'r'"
                  + " WHERE service_request_id IS NULL");
          tx.update(
              "ALTER TABLE service_request_event ALTER COLUMN service_request_id SET NOT NULL");
        });
  }

  @Test
  void whatWasReadBeforeAFailureIsNotLost() {
    var failing = new AtomicInteger();
    var store =
        new EventTailStore() {
          @Override
          List<TailRow> after(Tx tx, long after, Collection<Long> missing, int limit) {
            if (failing.getAndIncrement() == 2) {
              throw new UnavailableException("the store is away");
            }
            return super.after(tx, after, missing, limit);
          }
        };
    tail = new EventTail(database, store);
    assertThat(tail.read()).isPresent();
    failing.set(1);
    database.useTransaction(
        tx -> {
          add(tx, "first");
          tx.update(
              """
              INSERT INTO service_request_event
                (event_type, service_request_id, step_name, step_type, created_at, seq)
              SELECT 'Running', 'r' || i, 's', 'API', timestamp '2026-01-31', 2
              FROM generate_series(1, ?) AS i
              """,
              EventTail.MAX_ROWS);
        });

    assertThatThrownBy(() -> tail.read()).isInstanceOf(UnavailableException.class);
    assertThat(read()).hasSize(EventTail.MAX_ROWS + 1).contains("first");
    assertThat(read()).isEmpty();
  }

  private List<String> read() {
    return tail.read().orElseThrow().stream().map(TailRow::requestId).toList();
  }

  private static void add(Tx tx, String requestId) {
    tx.update(
        """
        INSERT INTO service_request_event
          (event_type, service_request_id, step_name, step_type, created_at, seq)
        VALUES ('Running', ?, 's', 'API', timestamp '2026-01-31', 2)
        """,
        requestId);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
