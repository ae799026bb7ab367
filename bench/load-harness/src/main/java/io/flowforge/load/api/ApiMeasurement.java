package io.flowforge.load.api;

import io.flowforge.generator.LoadReport;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.stack.GeneratorProcess;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The throughput of calls and, at half of it, their latency. */
public final class ApiMeasurement implements Measurement {

  @Override
  public String name() {
    return "api";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) throws IOException {
    Path directory = plan.directory().resolve(name());
    try (var stack = new Stack(plan.product(), directory, Map.of());
        var generator = new GeneratorProcess(directory.resolve("generator.log"))) {
      ServerAddress server = stack.startServer();
      var operations = new Operations(stack, server, plan.requests());
      List<ApiFigures> figures = operations.all().stream().map(ApiFigures::new).toList();
      Path bodies = Files.createDirectories(directory.resolve("bodies"));
      for (ApiFigures of : figures) {
        Files.write(bodies.resolve(of.operation().name()), operations.response(of.operation()));
      }
      var round = new Round(plan, generator, server, stack.startBareServer(bodies));
      progress.println("api: heating");
      plan.heat(() -> figures.forEach(of -> round.warmUp(of.operation())));
      for (int number = 1; number <= plan.rounds(); number++) {
        progress.printf("api: round %d of %d%n", number, plan.rounds());
        figures.forEach(round::measure);
      }
      return section(plan, figures);
    }
  }

  private record Round(
      BenchPlan plan, GeneratorProcess generator, ServerAddress server, ServerAddress bare) {

    /** Warms up all code. Servers that are cold may refuse some of what they could do later. */
    void warmUp(Operation operation) {
      generator.warmUp(operation.saturating(server.port(), plan));
      generator.warmUp(checked(operation).saturating(bare.port(), plan));
      generator.warmUp(plain(operation).saturating(bare.port(), plan));
      generator.warmUp(operation.saturating(server.port(), plan));
    }

    private static Operation checked(Operation operation) {
      return operation.at("/api/" + operation.name());
    }

    private static Operation plain(Operation operation) {
      return operation.at("/plain/" + operation.name());
    }

    void measure(ApiFigures figures) {
      Operation operation = figures.operation();
      Operation checked = checked(operation);
      double throughput = generator.run(operation.saturating(server.port(), plan)).perSecond();
      figures.addThroughput(
          throughput,
          generator.run(checked.saturating(bare.port(), plan)).perSecond(),
          generator.run(plain(operation).saturating(bare.port(), plan)).perSecond());
      LoadReport latency = generator.run(operation.at(throughput / 2, server.port(), plan));
      figures.addLatency(latency, generator.run(checked.at(throughput / 2, bare.port(), plan)));
    }
  }

  private static Section section(BenchPlan plan, List<ApiFigures> figures) {
    List<List<String>> rows = new ArrayList<>(List.of(ApiFigures.HEAD));
    figures.forEach(of -> rows.add(of.row()));
    return new Section("api", "Calls of the API")
        .paragraph(
            """
            One server, %d requests of 200 people; all servers have been under load for %s minutes before. Throughput with %d connections that send the next call when the last is \
            answered; latency at half of it, each call sent when it is due. *Bare* is Helidon with a route that sends the same \
            bytes; *with check* after the product's own filter has checked the token. Medians of %d rounds, lowest and highest in \
            parentheses; the share is computed within each round."""
                .formatted(
                    plan.requests(),
                    plan.heating().toMinutes(),
                    Operation.CONNECTIONS,
                    plan.rounds()))
        .table(rows);
  }
}
