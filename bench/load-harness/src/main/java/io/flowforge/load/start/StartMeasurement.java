package io.flowforge.load.start;

import io.flowforge.faults.cluster.Ports;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.Product;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.start.Started.Launch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** From the start of the process to the first response, and the memory of an idle server. */
public final class StartMeasurement implements Measurement {

  /** How long the server is idle before its memory is measured. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) throws IOException {
    Path directory = plan.directory().resolve(name());
    try (var stack = new Stack(plan.product(), directory, Map.of())) {
      Launch serve = serve(plan.product(), stack, directory);
      Launch hello = hello(plan.product(), directory);
      if (plan.product().isPackaged()) {
        progress.println("start: making the ahead-of-time caches");
        serve = trained(serve, directory.resolve("serve.aot"), stack);
        hello = trained(hello, directory.resolve("hello.aot"), stack);
      }
      var figures = new Figures();
      for (int number = 1; number <= plan.rounds(); number++) {
        progress.printf("start: round %d of %d%n", number, plan.rounds());
        try (Started small = hello.start(stack.http());
            Started server = serve.start(stack.http())) {
          figures.add(small.millis(), server.millis());
          Wait.pass(plan.isQuick() ? Duration.ZERO : SETTLING);
          figures.resident.add(server.residentMebibytes());
        }
      }
      return section(plan, figures);
    }
  }

  private static Launch serve(Product product, Stack stack, Path directory) {
    int port = Ports.free(new Random());
    Map<String, String> environment = new HashMap<>(stack.settings());
    environment.put("FLOWFORGE_PORT", Integer.toString(port));
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
    return new Launch(
        List.of("-cp", product.classPath()),
        Product.MAIN,
        List.of("serve"),
        environment,
        "http://127.0.0.1:" + port + "/api/healthcheck",
        directory.resolve("serve.log"));
  }

  private static Launch hello(Product product, Path directory) throws IOException {
    int port = Ports.free(new Random());
    return new Launch(
        List.of("-cp", HelloJar.classPath(directory, product)),
        HelloServer.class.getName(),
        List.of(Integer.toString(port)),
        Map.of(),
        "http://127.0.0.1:" + port + "/",
        directory.resolve("hello.log"));
  }

  /** Runs the program once so that Java writes the cache, and returns it with the cache. */
  private static Launch trained(Launch launch, Path cache, Stack stack) {
    Started training = launch.with("-XX:AOTCacheOutput=" + cache).start(stack.http());
    training.process().stop();
    // Without one that fits, Java refuses to start.
    return launch.with("-XX:AOTCache=" + cache).with("-XX:AOTMode=on");
  }

  private record Figures(Series hello, Series serve, Series ratio, Series resident) {

    Figures() {
      this(new Series(), new Series(), new Series(), new Series());
    }

    void add(double ofHello, double ofServe) {
      hello.add(ofHello);
      serve.add(ofServe);
      ratio.add(ofServe / ofHello);
    }
  }

  private static Section section(BenchPlan plan, Figures figures) {
    return new Section("start", "Start and size")
        .paragraph(
            """
            From the start of the process to the first response 200, with the options of `flowforge serve`, %s; the stores are \
            up and the schema is current. *Hello* is a Helidon server with one route, in the same way. Resident memory ten seconds \
            after the start. Medians of %d rounds, lowest and highest in parentheses; the ratio is computed within each round."""
                .formatted(
                    plan.product().isPackaged()
                        ? "each with an ahead-of-time cache as in the image"
                        : "without ahead-of-time caches, because the product is not packaged",
                    plan.rounds()))
        .table(
            List.of(
                List.of("hello, ms", "serve, ms", "ratio", "serve, resident MiB"),
                List.of(
                    figures.hello.toString(),
                    figures.serve.toString(),
                    figures.ratio.toString(),
                    figures.resident.toString())));
  }
}
