package io.flowforge.load.runs;

import io.flowforge.load.floor.Pgbench;
import io.flowforge.load.floor.StatementLog;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.stack.GeneratorProcess;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of one, two and ten steps, with one server and with two on one database. */
public final class RunsMeasurement implements Measurement {

  private static final String COPY = "floor";

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) throws IOException {
    Path directory = plan.directory().resolve(name());
    Path log = directory.resolve("statements");
    try (var stack = new Stack(plan.product(), directory, StatementLog.settings(log));
        var generator = new GeneratorProcess(directory.resolve("generator.log"))) {
      // Nothing runs what pgbench writes there.
      stack.copyDatabase(COPY);
      var pgbench = new Pgbench(stack.postgresUri(COPY));
      var round = new RunRound(plan, stack, generator, pgbench);
      List<ServerAddress> servers = new ArrayList<>();
      List<List<String>> rows = new ArrayList<>(List.of(RunFigures.HEAD));
      for (int count = 1; count <= plan.servers(); count++) {
        servers.add(stack.startServer());
        List<RunFigures> figures =
            figures(plan, stack, servers, new StatementLog(log, stack.database()));
        if (!plan.isQuick()) {
          progress.printf("runs: %d servers, heating%n", count);
          plan.heat(() -> figures.forEach(of -> round.warmUp(of, plan.time())));
        }
        for (int number = 1; number <= plan.rounds(); number++) {
          progress.printf("runs: %d servers, round %d of %d%n", count, number, plan.rounds());
          for (RunFigures of : figures) {
            round.measure(of);
          }
        }
        figures.forEach(of -> rows.add(of.row()));
      }
      return section(plan, rows);
    }
  }

  /** Warms the servers up, and records a run of each length. */
  private static List<RunFigures> figures(
      BenchPlan plan, Stack stack, List<ServerAddress> servers, StatementLog log) {
    List<RunFigures> figures = new ArrayList<>();
    for (int steps : plan.lengths()) {
      var submitter = new Submitter(stack, List.copyOf(servers), stack.pipelineId(steps));
      submitter.startAndAwait(submitter.submit());
      var recorded =
          log.record(
              () -> {
                String id = submitter.submit();
                submitter.startAndAwaitUnasked(id);
                return id;
              });
      figures.add(new RunFigures(servers.size(), steps, submitter, recorded));
    }
    return figures;
  }

  private static Section section(BenchPlan plan, List<List<String>> rows) {
    return new Section("runs", "Runs")
        .paragraph(
            """
            Each run is submitted, started, and calls a target that responds at once. The servers have been under this load for %d \
            minutes before. The document store is the one of `flowforge \
            up`, as a process of its own. Throughput: %d connections submit and start for %.1f s, or a fifth of it for ten steps; runs divided by the time until \
            all have ended. Latencies at half of it, from when the submission was due, and between the arrivals at the target. \
            *pgbench* carries out the statements of a recorded run in the same transactions and round trips, without the product, \
            in a copy of the database, with 16 clients, and with one; a run that is recorded is alone, so that its statements pick it only. Medians of %d rounds, lowest and highest in parentheses; the share is computed within \
            each round."""
                .formatted(
                    plan.heating().toMinutes(),
                    Submitter.CONNECTIONS,
                    plan.time().toMillis() / 1e3,
                    plan.rounds()))
        .table(rows);
  }
}
