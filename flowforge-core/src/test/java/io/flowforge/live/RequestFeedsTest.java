package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfClosing;
import io.flowforge.live.event.LiveEvent.OfLog;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the viewers of requests on one server share. Nothing is told unless a test looks. */
class RequestFeedsTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static TestStores stores;
  private static CountedPostgres postgres;
  private static Database database;

  private final ExecutionStateStore states = new ExecutionStateStore();
  private final StepLogStore logs = new StepLogStore();
  private final BufferBudget budget = new BufferBudget(50_000_000);
  private RequestFeeds feeds;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    postgres = CountedPostgres.before(stores.postgresUri());
    database = Database.open(PostgresUri.parse(postgres.counting(stores.postgresUri())), 2);
    Migrations.run(database);
  }

  @AfterAll
  static void close() throws IOException {
    database.close();
    postgres.close();
    stores.close();
  }

  @BeforeEach
  void begin() {
    feeds =
        new RequestFeeds(
            new RecordReader(database, states, new HistoryStore(), logs),
            new ReadingTurns(4),
            () -> {});
    database.useTransaction(
        tx -> {
          tx.update("DELETE FROM step_log");
          tx.update("DELETE FROM request_run");
        });
    add("r1");
  }

  @Test
  void aViewerGetsWhatIsThereAndThenWhatComes() throws InterruptedException {
    log("r1", "one");
    RequestStream viewer = view("r1", StreamPosition.BEGIN);
    assertThat(rest(viewer)).containsExactly("one");

    log("r1", "two");
    assertThat(rest(viewer)).isEmpty();
    assertThat(feeds.look()).isFalse();
    assertThat(rest(viewer)).containsExactly("two");
    assertThat(feeds.look()).isFalse();
    assertThat(rest(viewer)).isEmpty();
  }

  /** The second one is ahead of the feed when it joins. */
  @Test
  void whatAViewerHasReadItselfDoesNotComeAgain() throws InterruptedException {
    RequestStream first = view("r1", StreamPosition.BEGIN);
    assertThat(rest(first)).isEmpty();
    log("r1", "one");
    RequestStream second = view("r1", StreamPosition.BEGIN);
    assertThat(rest(second)).containsExactly("one");
    log("r1", "two");

    var _ = feeds.look();

    assertThat(rest(first)).containsExactly("one", "two");
    assertThat(rest(second)).containsExactly("two");
  }

  /** The feed is ahead of the second one, which has read a page and not taken all of it. */
  @Test
  void aViewerThatIsBehindTheFeedReadsWhatIsBetween() throws InterruptedException {
    RequestStream first = view("r1", StreamPosition.BEGIN);
    assertThat(rest(first)).isEmpty();
    log("r1", "one");
    log("r1", "two");
    RequestStream second = view("r1", StreamPosition.BEGIN);
    assertThat(nextOf(second)).isEqualTo("one");
    log("r1", "three");
    var _ = feeds.look();
    log("r1", "four");

    assertThat(rest(second)).containsExactly("two", "three", "four");
    var _ = feeds.look();
    assertThat(rest(second)).isEmpty();
    assertThat(rest(first)).containsExactly("one", "two", "three", "four");
  }

  @Test
  void whoReadsTooSlowlyIsToldSoAndGoesOnLater() throws InterruptedException {
    RequestStream slow = view("r1", StreamPosition.BEGIN);
    RequestStream other = view("r1", StreamPosition.BEGIN);
    assertThat(rest(slow)).isEmpty();
    assertThat(rest(other)).isEmpty();
    log("r1", "first");
    var _ = feeds.look();
    assertThat(nextOf(slow)).isEqualTo("first");
    List<String> lines = IntStream.range(0, 100).mapToObj(i -> i + "x".repeat(3_000)).toList();

    List<String> seen = new ArrayList<>(rest(other));
    for (String line : lines) {
      log("r1", line);
      var _ = feeds.look();
      seen.addAll(rest(other));
    }

    assertThat(seen).hasSize(101).containsAll(lines);
    assertThat(slow.next(Duration.ZERO)).isEqualTo(new OfClosing(CloseReason.SLOW));
    assertThat(rest(view("r1", StreamPosition.parse(slow.id())))).isEqualTo(lines);
  }

  /** More than a page, of which each has a maximum of rows and of bytes. */
  @Test
  void longLogsAreReadInPages() throws InterruptedException {
    List<String> lines =
        IntStream.range(0, 2 * RecordReader.MAX_ROWS + 10).mapToObj(i -> "line " + i).toList();
    lines.forEach(line -> log("r1", line));
    List<String> large = IntStream.range(0, 30).mapToObj(i -> i + "y".repeat(3_900)).toList();
    large.forEach(line -> log("r1", line));

    List<String> all = new ArrayList<>(lines);
    all.addAll(large);
    assertThat(rest(view("r1", StreamPosition.BEGIN))).isEqualTo(all);
  }

  @Test
  void theStreamOfARequestThatIsGoneEnds() throws InterruptedException {
    RequestStream viewer = view("r1", StreamPosition.BEGIN);
    assertThat(rest(viewer)).isEmpty();
    database.useTransaction(tx -> tx.update("DELETE FROM request_run"));

    var _ = feeds.look();

    assertThat(viewer.next(Duration.ZERO)).isEqualTo(new OfClosing(CloseReason.FORBIDDEN));
  }

  /** Only the streams of the request that cannot be read end. */
  @Test
  void aRequestThatCannotBeReadDoesNotStopOthers() throws InterruptedException {
    add("r2");
    RequestStream broken = view("r1", StreamPosition.BEGIN);
    RequestStream other = view("r2", StreamPosition.BEGIN);
    assertThat(rest(broken)).isEmpty();
    assertThat(rest(other)).isEmpty();
    log("r1", "one");
    log("r2", "two");
    database.useTransaction(
        tx -> {
          tx.update("ALTER TABLE request_run DROP CONSTRAINT IF EXISTS request_run_status_check");
          tx.update("UPDATE request_run SET status = 'Unknown' WHERE request_id = 'r1'");
        });

    assertThat(feeds.look()).isFalse();

    assertThat(broken.next(Duration.ZERO)).isEqualTo(new OfClosing(CloseReason.FAILED));
    assertThat(rest(other)).containsExactly("two");
  }

  @Test
  void aLookIsOneStatementHoweverManyWatch() throws InterruptedException {
    RequestStream first = view("r1", StreamPosition.BEGIN);
    assertThat(rest(first)).isEmpty();
    int ofOne = postgres.leastStatementsOf(5, feeds::look);
    for (int i = 0; i < 20; i++) {
      add("s" + i);
      assertThat(rest(view("s" + i, StreamPosition.BEGIN))).isEmpty();
      assertThat(rest(view("r1", StreamPosition.BEGIN))).isEmpty();
    }

    assertThat(postgres.leastStatementsOf(5, feeds::look)).isEqualTo(ofOne);
    log("r1", "one");
    int ofChange = postgres.leastStatementsOf(1, feeds::look);
    assertThat(rest(first)).containsExactly("one");
    assertThat(ofChange).as("read once for all").isLessThan(ofOne + 8);
  }

  @Test
  void whenNobodyWatchesNothingIsAsked() throws InterruptedException {
    RequestStream viewer = view("r1", StreamPosition.BEGIN);
    assertThat(rest(viewer)).isEmpty();
    viewer.close();

    assertThat(feeds.isEmpty()).isTrue();
    assertThat(postgres.leastStatementsOf(3, feeds::look)).isZero();
    assertThat(budget.held()).isZero();
  }

  private RequestStream view(String id, StreamPosition begin) {
    return new RequestStream(id, begin, feeds, budget, () -> {});
  }

  /** Reads what is there, and joins the feed. */
  private static List<String> rest(RequestStream stream) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (LiveEvent event = stream.next(Duration.ZERO);
        event != null;
        event = stream.next(Duration.ZERO)) {
      lines.add(textOf(event));
    }
    return lines;
  }

  private static String nextOf(RequestStream stream) throws InterruptedException {
    return textOf(Objects.requireNonNull(stream.next(Duration.ZERO)));
  }

  private static String textOf(LiveEvent event) {
    String line = ((OfLog) event).row().lines().getFirst();
    return line.substring(line.indexOf("[INFO] ") + 7);
  }

  private static ExecutionState state(String id) {
    return new ExecutionState(id, 1, RequestStatus.RUNNING, "s", 1, Duration.ZERO, 1, 1, 1, 1, NOW);
  }

  private void add(String id) {
    database.useTransaction(
        tx -> states.addIfAbsent(tx, state(id), new RequestOrigin("u", "p", NOW)));
  }

  private void log(String id, String line) {
    database.useTransaction(
        tx -> logs.append(tx, state(id), List.of(new LogLine(LogLine.Level.INFO, NOW, line))));
  }
}
