package io.flowforge.testing;

import io.flowforge.Flowforge;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.request.adoption.AdoptionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of {@code bench/adoption}: how long a server takes to adopt many requests, and
 * what people notice of it.
 */
public final class MeasuredAdoption {

  private static final Caller OPERATOR = new Caller.Operator("bench");
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int WRITTEN_AT_ONCE = 2_000;
  private static final double MILLION = 1e6;

  private final TestStores stores = new TestStores();
  private final PrintStream out;
  private final int count;

  private MeasuredAdoption(PrintStream out, int count) {
    this.out = out;
    this.count = count;
  }

  /** Measures the adoption of as many requests as the only argument says, and of half as many. */
  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    for (int requests : new int[] {count / 2, count}) {
      new MeasuredAdoption(System.out, requests).run();
    }
    // The threads of the document store are not daemons.
    System.exit(0);
  }

  private void run() throws InterruptedException {
    List<String> ids = generate();
    var meters = new SimpleMeterRegistry();
    ExecutionSettings execution =
        ExecutionSettings.defaults().withAdoption(AdoptionSettings.DEFAULTS);
    long begin = System.nanoTime();
    try (var flowforge =
        Flowforge.open(stores.settings(execution), InstantSource.system(), meters)) {
      flowforge.startWorkers();
      flowforge.ping();
      double ready = seconds(begin);
      long transactions = transactions(flowforge.database());
      List<Double> during = new ArrayList<>();
      while (left(flowforge) > 0) {
        during.add(read(flowforge, ids.get(during.size() % ids.size())));
        Thread.sleep(PAUSE);
      }
      double all = seconds(begin);
      long used = transactions(flowforge.database()) - transactions - 2L * during.size();
      List<Double> after = new ArrayList<>();
      for (int i = 0; i < Math.max(during.size(), 50); i++) {
        after.add(read(flowforge, ids.get(i % ids.size())));
      }
      out.printf(
          "requests %d: %.1f s, %.0f requests/s, ready after %.1f s, heap %d MB, transactions %d%n",
          count, all, count / (all - ready), ready, heap(), used);
      out.printf(
          "  reading one, median ms: %.1f meanwhile (%d), %.1f afterwards, ratio %.1f%n",
          median(during), during.size(), median(after), median(during) / median(after));
    }
    stores.close();
  }

  private List<String> generate() {
    List<String> ids = new ArrayList<>();
    try (var flowforge = Flowforge.open(stores.settings(), InstantSource.system())) {
      var world = new World(flowforge);
      Pipeline pipeline = world.pipeline(Pipelines.callApproveCall("http://127.0.0.1:9/"));
      var older = new OlderSystem();
      for (int i = 0; i < count; i++) {
        String status = List.of("Completed", "Completed", "Pending", "Running").get(i % 4);
        String id = older.request(world.orgId(), pipeline.id(), status);
        ids.add(id);
        older.event(id, "s1", "API", "Not Started").event(id, "s1", "API", "Running");
        older.event(id, "s1", "API", status.equals("Running") ? "Running" : "Completed");
        if (!status.equals("Running")) {
          older.event(id, "s2", "WAIT_FOR_APPROVAL", "Running");
        }
        if (i % WRITTEN_AT_ONCE == WRITTEN_AT_ONCE - 1 || i == count - 1) {
          older.write(stores, flowforge.database());
        }
      }
    }
    return ids;
  }

  private static double read(Flowforge flowforge, String id) {
    long begin = System.nanoTime();
    var _ = flowforge.requests().reading().get(OPERATOR, id);
    return (System.nanoTime() - begin) / MILLION;
  }

  private long left(Flowforge flowforge) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.find("SELECT ? - count(*) AS n FROM request_run", row -> row.number("n"), count))
        .orElseThrow();
  }

  private static long transactions(Database database) {
    return database
        .inTransaction(
            tx ->
                tx.find(
                    """
                    SELECT xact_commit AS n FROM pg_stat_database
                    WHERE datname = current_database()
                    """,
                    row -> row.number("n")))
        .orElseThrow();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / MILLION / 1_000;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }
}
