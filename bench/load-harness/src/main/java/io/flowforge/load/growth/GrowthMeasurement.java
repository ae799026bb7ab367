package io.flowforge.load.growth;

import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import io.flowforge.load.stack.StackDatabase;
import io.flowforge.mongo.Documents;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The time of calls and sweeps among more and more requests, and the size of a request. */
public final class GrowthMeasurement implements Measurement {

  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
  private static final List<Integer> QUICK_SIZES = List.of(5_000, 8_000);

  /** The copy of the database at its first size. */
  private static final String SMALLEST = "smallest";

  /** Of requests that run, so that their size on disk can be measured. */
  private static final int BATCHES = 5;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) {
    List<Integer> sizes = plan.isQuick() ? QUICK_SIZES : SIZES;
    int times = plan.isQuick() ? 3 : 200;
    var medians = new Medians(times);
    try (var stack = new Stack(plan.product(), plan.directory().resolve(name()), Map.of());
        var documents = Documents.open(stack.settings().get("MONGO_URI"))) {
      ServerAddress first = stack.startServer();
      progress.println("growth: requests that run, and their size");
      int batch = plan.requests() / 4;
      List<List<String>> disk = new DiskUse(stack, first).of(batch, BATCHES);
      String pipelineId = stack.pipelineId(2);
      first.process().stop();
      stack.database().execute("TRUNCATE request_run, step_log, service_request_event CASCADE");
      var requests = new GrownRequests(stack, pipelineId, documents);
      for (int size : sizes) {
        progress.printf("growth: %d requests%n", size);
        try (Database database = opened(stack.postgresUri())) {
          requests.growTo(size, database);
        }
        if (size == sizes.getFirst()) {
          stack.copyDatabase(SMALLEST);
        }
        ServerAddress server = stack.startServer();
        medians.measure(new CallProbes(stack, server, requests).all());
        server.process().stop();
        measureStores(stack, medians);
      }
      progress.println("growth: the stack of flowforge up");
      return new LocalFigures(plan.directory().resolve("up"))
          .addTo(section(medians, sizes, disk, batch), sizes.get(1));
    }
  }

  private static void measureStores(Stack stack, Medians medians) {
    try (Database database = opened(stack.postgresUri());
        Database smallest = opened(stack.postgresUri(SMALLEST));
        StackDatabase copy = stack.openDatabase(SMALLEST)) {
      var stores = new StoreProbes(database);
      var storesOfCopy = new StoreProbes(smallest);
      medians.measureBeside(stores.sweep(), storesOfCopy.sweep());
      medians.add(
          stores.sweep().name() + ", pages read, on average",
          stores.pagesOfASweep(medians.times()));
      for (StackDatabase all : List.of(stack.database(), copy)) {
        StoreProbes.enqueue(all);
      }
      medians.measureBeside(stores.claim(), storesOfCopy.claim());
      for (StackDatabase all : List.of(stack.database(), copy)) {
        all.execute("TRUNCATE scheduled_tasks");
      }
    }
  }

  private static Database opened(String uri) {
    return Database.open(PostgresUri.parse(uri), 2);
  }

  private static Section section(
      Medians medians, List<Integer> sizes, List<List<String>> disk, int batch) {
    return new Section("growth", "Growth")
        .paragraph(
            """
            All requests are of one organization with 200 members; each has 10 events, 4 transitions and 2 rows of log. SQL has made \
            them. The tables of PostgreSQL have all of them, the document store those that are read, which are looked up by their \
            ids: it is the one of `flowforge up`, because no MongoDB can be run here. Calls of the API to one server, one at a time; \
            sweep and claim through the classes of the server, while none runs. Medians of %d times, in milliseconds, after as many \
            that do not count, and the last size in multiples of the first. The copy is one of the database at its first size; a \
            sweep or a claim in it and one among all requests take turns, because the machine itself is slower for some time after millions \
            of rows have been written."""
                .formatted(medians.times()))
        .table(medians.table(sizes))
        .paragraph(
            """
            On disk, a request with two steps that has run, with request and response bodies of 200 bytes: the average \
            of %,d, after %,d others, with a VACUUM after each %,d."""
                .formatted(batch * (BATCHES - 1), batch, batch))
        .table(disk);
  }
}
