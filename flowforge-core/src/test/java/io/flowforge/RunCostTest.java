package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.NewRequest;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.key.SubmissionKey;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.CountedPostgres.Cost;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What running a request costs at PostgreSQL, so that it cannot grow unnoticed. */
class RunCostTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private CountedPostgres postgres;
  private Flowforge flowforge;
  private World world;

  @BeforeEach
  void open() {
    postgres = CountedPostgres.before(stores.postgresUri());
    ExecutionSettings quiet =
        stores
            .settings()
            .execution()
            .withIntervals(new ExecutionSettings.Intervals(NEVER, NEVER, NEVER, NEVER, NEVER));
    flowforge =
        Flowforge.open(
            new FlowforgeSettings(
                PostgresUri.parse(postgres.counting(stores.postgresUri())),
                4,
                stores.mongoUri(),
                quiet,
                null),
            InstantSource.system());
    world = new World(flowforge);
    flowforge.startWorkers();
  }

  @AfterEach
  void close() throws IOException {
    flowforge.close();
    postgres.close();
    target.close();
    stores.close();
  }

  @Test
  void aFurtherStepCostsOneTransactionWithOneRoundTripOfStatements() {
    Cost ofTwo = leastCostOfRun(2);
    Cost ofTwelve = leastCostOfRun(12);

    Cost ofTen = ofTwelve.minus(ofTwo);
    // What MongoDB has got is noted once for the whole run if it is short, or twice, and again if
    // the row was locked.
    assertThat(ofTen.transactions()).isBetween(9, 12);
    // Each has two: BEGIN, and everything else with COMMIT; and the pool tests each idle connection
    // once.
    assertThat(ofTen.roundTrips()).isBetween(18, 26);
  }

  /**
   * Access check and start are one transaction, each status in MongoDB is noted in another, and the
   * work is claimed in one. After a start the workers look once more whether there is more to do.
   */
  @Test
  void aRunOfTwoStepsCostsSixTransactionsFromItsStart() {
    Cost cost = leastCostOfRun(2);

    assertThat(cost.transactions()).isLessThanOrEqualTo(6);
    assertThat(cost.roundTrips()).isLessThanOrEqualTo(20);
  }

  /**
   * The caller's role and the new row, which checks the organization and the version of the
   * pipeline; its history; and the commit. A key costs two more statements.
   */
  @Test
  void aSubmissionChecksTheVersionInTheStatementThatAddsTheRequest() {
    var pipeline = world.pipeline(Pipelines.call(target.url()));

    assertThat(leastCostOfSubmission(pipeline, false).roundTrips()).isLessThanOrEqualTo(6);
    assertThat(leastCostOfSubmission(pipeline, true).roundTrips()).isLessThanOrEqualTo(8);
  }

  private Cost leastCostOfSubmission(Pipeline pipeline, boolean hasKey) {
    return Stream.iterate(0, i -> i < 5, i -> i + 1)
        .map(
            i -> {
              Cost before = settled();
              var body = World.object("{}");
              flowforge
                  .requests()
                  .submission()
                  .create(
                      MEMBER,
                      new NewRequest(pipeline.id(), world.orgId(), body, "", null),
                      hasKey ? SubmissionKey.of("k" + i, body) : null);
              // The mark of the document follows in a transaction of its own.
              return postgres.cost().minus(before);
            })
        .min(Comparator.comparingInt(Cost::roundTrips))
        .orElseThrow();
  }

  /** Without what each connection of the pool costs once. */
  private Cost leastCostOfRun(int steps) {
    return Stream.generate(() -> costOfRun(steps))
        .limit(5)
        .min(Comparator.comparingInt(Cost::roundTrips))
        .orElseThrow();
  }

  private Cost costOfRun(int steps) {
    var pipeline =
        world.pipeline(Pipelines.chain(Collections.nCopies(steps, Pipelines.api(target.url()))));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    Cost before = settled();
    flowforge.requests().decisions().start(MEMBER, request.id());
    // In MongoDB, because asking for it costs nothing at PostgreSQL.
    Eventually.eventually(
        () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
        RequestStatus.COMPLETED::equals);
    return settled().minus(before);
  }

  /** Returns the cost when nothing has been asked for a while. */
  private Cost settled() {
    var last = new Cost[] {postgres.cost()};
    var since = new long[] {System.nanoTime()};
    return Eventually.eventually(
        () -> {
          Cost now = postgres.cost();
          if (!now.equals(last[0])) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return now;
        },
        _ -> System.nanoTime() - since[0] > Duration.ofMillis(300).toNanos());
  }
}
