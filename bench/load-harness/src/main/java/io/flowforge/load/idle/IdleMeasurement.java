package io.flowforge.load.idle;

import io.flowforge.generator.LoadOrder;
import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.generator.LoadReport;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.GeneratorProcess;
import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dashboards that poll the list and the steps of a request every two seconds. */
public final class IdleMeasurement implements Measurement {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** A minute in the full plan. */
  private static final int TIMES_LONGER = 20;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) throws IOException {
    Path directory = plan.directory().resolve(name());
    try (var stack =
            new Stack(
                plan.product(),
                directory,
                Map.of("shared_preload_libraries", "pg_stat_statements"));
        var generator = new GeneratorProcess(directory.resolve("generator.log"))) {
      stack.database().execute("CREATE EXTENSION pg_stat_statements");
      ServerAddress server = stack.startServer();
      List<Call> polls = new Dashboards(stack, server, plan.requests()).polls();
      var figures = new Figures();
      Duration time = plan.time().multipliedBy(TIMES_LONGER);
      generator.warmUp(order(server, polls, plan.time()));
      for (int number = 1; number <= plan.rounds(); number++) {
        progress.printf("idle: round %d of %d%n", number, plan.rounds());
        Usage before = Usage.now(stack, server);
        LoadReport report = generator.run(order(server, polls, time));
        figures.add(report, Usage.now(stack, server).since(before));
      }
      return section(plan, figures, time);
    }
  }

  private static LoadOrder order(ServerAddress server, List<Call> polls, Duration time) {
    double rate = polls.size() * 1e9 / INTERVAL.toNanos();
    return new LoadOrder(
        List.of(server.port()), "GET", polls, false, rate, Members.COUNT, 0, time.toMillis());
  }

  private record Figures(
      Series server,
      Series postgres,
      Series documents,
      Series statements,
      Series transactions,
      Series p99) {

    Figures() {
      this(new Series(), new Series(), new Series(), new Series(), new Series(), new Series());
    }

    void add(LoadReport report, Usage used) {
      server.add(used.server().toMillis() / 1e3);
      postgres.add(used.postgres().toMillis() / 1e3);
      documents.add(used.documents().toMillis() / 1e3);
      statements.add((double) used.statements() / report.calls());
      transactions.add((double) used.transactions() / report.calls());
      p99.add(report.p99Millis());
    }
  }

  private static Section section(BenchPlan plan, Figures figures, Duration time) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "server, CPU s",
            "PostgreSQL, CPU s",
            "document store, CPU s",
            "statements per response",
            "transactions per response",
            "p99 ms"));
    rows.add(
        List.of(
            figures.server.toString(),
            figures.postgres.toString(),
            figures.documents.toString(),
            figures.statements.toString(),
            figures.transactions.toString(),
            figures.p99.toString()));
    return new Section("idle", "Dashboards")
        .paragraph(
            """
            %d people poll the list of their requests and the steps of one every %d s, for %d s; there are %d requests. Statements \
            are counted by pg_stat_statements without BEGIN, COMMIT and ROLLBACK, transactions by pg_stat_database; both include \
            the server's periodic work. Medians of %d rounds, lowest and highest in parentheses."""
                .formatted(
                    Members.COUNT,
                    INTERVAL.toSeconds(),
                    time.toSeconds(),
                    plan.requests(),
                    plan.rounds()))
        .table(rows);
  }
}
