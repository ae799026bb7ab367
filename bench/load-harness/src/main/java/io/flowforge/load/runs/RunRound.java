package io.flowforge.load.runs;

import io.flowforge.generator.LoadOrder;
import io.flowforge.load.floor.Pgbench;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.stack.Arrivals;
import io.flowforge.load.stack.GeneratorProcess;
import io.flowforge.load.stack.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** One round of runs of some length. */
record RunRound(BenchPlan plan, Stack stack, GeneratorProcess generator, Pgbench pgbench) {

  private static final int RUNS_ALONE = 40;
  private static final Duration MAX_MICROS = Duration.ofMinutes(2);

  /** Compiles what this length needs, and does not count. */
  void warmUp(RunFigures figures, Duration time) {
    generator.warmUp(figures.submitter.order(0, submitting(figures, time)));
    figures.submitter.awaitRest();
    stack.arrivals().take();
  }

  void measure(RunFigures figures) throws IOException {
    if (!plan.isQuick()) {
      warmUp(figures, plan.warmUp());
    }
    long begin = System.nanoTime();
    List<Arrivals.Run> runs = run(figures, 0, submitting(figures, plan.time()));
    double throughput = runs.size() * 1e9 / (System.nanoTime() - begin);
    double floor = floor(figures, Pgbench.CLIENTS);
    figures.runs.add(throughput);
    figures.floor.add(floor);
    figures.share.add(100 * throughput / floor);
    figures.rate.add(throughput / 2);
    figures.add(StepTimes.of(run(figures, throughput / 2, plan.time()), figures.steps));
    figures.alone.add(aloneMillis(figures));
    figures.aloneFloor.add(1000 / floor(figures, 1));
  }

  private double floor(RunFigures figures, int clients) throws IOException {
    Path script = plan.directory().resolve("steps-" + figures.steps + ".pgbench");
    return pgbench.runsPerSecond(figures.recorded, script, clients, plan);
  }

  /** Requests are submitted much faster than long ones run, and all of them are awaited. */
  private static Duration submitting(RunFigures figures, Duration time) {
    return figures.steps < 10 ? time : time.dividedBy(5);
  }

  /** Submits and starts runs, waits until all have ended, and returns what the target saw. */
  private List<Arrivals.Run> run(RunFigures figures, double rate, Duration time) {
    LoadOrder order = figures.submitter.order(rate, time);
    if (plan.isQuick()) {
      generator.tryOut(order);
    } else {
      generator.run(order);
    }
    figures.submitter.awaitRest();
    return stack.arrivals().take();
  }

  /** Returns the median time from the start of a run until a caller sees that it is Completed. */
  private double aloneMillis(RunFigures figures) {
    var micros = new Histogram(MAX_MICROS.toMillis() * 1000, 3);
    for (int number = 0; number < Math.min(RUNS_ALONE, plan.requests()); number++) {
      String id = figures.submitter.submit();
      long begin = System.nanoTime();
      figures.submitter.startAndAwait(id);
      micros.recordValue((System.nanoTime() - begin) / 1000);
    }
    stack.arrivals().take();
    return micros.getValueAtPercentile(50) / 1e3;
  }
}
