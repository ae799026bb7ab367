package io.flowforge.load.fairness;

import io.flowforge.faults.cluster.Wait;
import io.flowforge.load.plan.BenchPlan;
import io.flowforge.load.plan.Measurement;
import io.flowforge.load.result.Section;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** What one organization notices of another whose calls hang, or that has queued very much. */
public final class FairnessMeasurement implements Measurement {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The owners of the organizations, by what they do. */
  private static final int HANGING = 1;

  private static final int BUSY = 2;
  private static final int ALSO_BUSY = 3;
  private static final int OTHER = 4;

  private final List<List<String>> rows = new ArrayList<>();

  @Override
  public String name() {
    return "fairness";
  }

  @Override
  public Section measure(BenchPlan plan, PrintStream progress) throws IOException {
    rows.clear();
    rows.add(
        List.of(
            "one organization",
            "another's call begins after, ms",
            "and it is done after, ms",
            "server, MiB",
            "server, CPU s per minute"));
    int probes = plan.isQuick() ? 2 : 20;
    progress.println("fairness: nothing else");
    add("does nothing", hanging(plan, 0, probes));
    for (int calls : plan.isQuick() ? List.of(8) : List.of(60, 2_000, 5_000)) {
      progress.printf("fairness: %d calls that hang%n", calls);
      add("has %,d calls that hang".formatted(calls), hanging(plan, calls, probes));
    }
    int queued = plan.isQuick() ? 50 : 10_000;
    progress.printf("fairness: %d queued requests%n", queued);
    add("has queued %,d requests".formatted(queued), queued(plan, queued, probes));
    progress.println("fairness: shares");
    Shares shares = shares(plan, plan.isQuick() ? 50 : 2_000);
    return new Section(name(), "Fairness")
        .paragraph(
            """
            What an organization that starts one-step requests one after another notices of another one. Medians of %d requests, lowest and \
            highest in parentheses; one server, on which REQUESTS_IN_FLIGHT leaves room for all calls that hang, and its resident memory \
            and processor time in a minute without requests. What is queued was started while no server had room."""
                .formatted(probes))
        .table(rows)
        .paragraph(
            """
            Two organizations that have queued %,d requests each get %.0f %% and %.0f %% of the first %,d calls, %.0f calls/s together; one \
            alone gets %.0f calls/s."""
                .formatted(
                    shares.queued(),
                    shares.percent(),
                    100 - shares.percent(),
                    shares.queued(),
                    shares.together(),
                    shares.alone()));
  }

  private record Figures(Probe probe, String mebibytes, String cpu) {}

  /**
   * The shares of two organizations.
   *
   * @param queued how many requests each had queued
   * @param percent the share of one of them
   * @param together calls per second of both
   * @param alone calls per second of one, when the other had none
   */
  private record Shares(int queued, double percent, double together, double alone) {}

  private void add(String what, Figures figures) {
    rows.add(
        List.of(
            what,
            figures.probe.untilCalled().toString(),
            figures.probe.untilCompleted().toString(),
            figures.mebibytes,
            figures.cpu));
  }

  private <T> T withStack(BenchPlan plan, String part, BiFunction<Stack, SharedTarget, T> work) {
    try (var stack =
            new Stack(plan.product(), plan.directory().resolve(name() + "-" + part), Map.of());
        var target = new SharedTarget()) {
      return work.apply(stack, target);
    }
  }

  private Figures hanging(BenchPlan plan, int calls, int probes) {
    return withStack(
        plan,
        "hanging-" + calls,
        (stack, target) -> {
          // One organization leaves an eighth of all places to others.
          int places = Math.max(64, calls * 8 / 7 + 8);
          ServerAddress server =
              stack.startServer(Map.of("REQUESTS_IN_FLIGHT", Integer.toString(places)));
          Tenant.create(stack, server, HANGING, target.hangingUrl()).start(server, calls);
          await(() -> target.hangingCalls() == calls, "the calls do not hang");
          var idle = IdleServer.observe(server, plan.isQuick() ? plan.time() : IdleServer.MINUTE);
          var probe = new Probe(stack, target);
          if (!plan.isQuick()) {
            new Probe(stack, target).run(server, OTHER + 1, probes, Duration.ZERO);
          }
          probe.run(server, OTHER, probes, Duration.ofMillis(50));
          if (target.hangingCalls() != calls) {
            throw new IllegalStateException("calls that should hang have ended");
          }
          return new Figures(
              probe, Series.text(idle.mebibytes()), Series.text(idle.cpuSecondsPerMinute()));
        });
  }

  private Figures queued(BenchPlan plan, int queued, int probes) {
    return withStack(
        plan,
        "queued",
        (stack, target) -> {
          ServerAddress front = fullServer(stack, target);
          Tenant.create(stack, front, BUSY, target.promptUrl("busy")).start(front, queued);
          ServerAddress server = stack.startServer();
          await(() -> target.firstCallOf("busy") > 0, "the queue is not worked through");
          var probe = new Probe(stack, target).run(server, OTHER, probes, Duration.ZERO);
          if (!plan.isQuick() && stack.database().open() < 100) {
            throw new IllegalStateException("the queue was over before the measurement");
          }
          return new Figures(probe, "", "");
        });
  }

  private Shares shares(BenchPlan plan, int queued) {
    return withStack(
        plan,
        "shares",
        (stack, target) -> {
          ServerAddress front = fullServer(stack, target);
          Tenant one = Tenant.create(stack, front, BUSY, target.promptUrl("one"));
          Tenant two = Tenant.create(stack, front, ALSO_BUSY, target.promptUrl("two"));
          // The first one's are all older.
          one.start(front, queued);
          two.start(front, queued);
          ServerAddress server = stack.startServer();
          await(() -> !target.callers().isEmpty(), "the queue is not worked through");
          long begin = System.nanoTime();
          await(() -> target.callers().size() >= 2 * queued, "the queue is not worked through");
          double together = 2e9 * queued / (System.nanoTime() - begin);
          double ofOne =
              target.callers().stream().limit(queued).filter("one"::equals).count()
                  * 100.0
                  / queued;
          server.process().stop();
          target.forgetCallers();
          one.start(front, queued);
          stack.startServer();
          await(() -> !target.callers().isEmpty(), "the queue is not worked through");
          begin = System.nanoTime();
          await(() -> target.callers().size() >= queued, "the queue is not worked through");
          double alone = 1e9 * queued / (System.nanoTime() - begin);
          return new Shares(queued, ofOne, together, alone);
        });
  }

  /** Starts a server that accepts requests and runs none, because a call that hangs fills it. */
  private static ServerAddress fullServer(Stack stack, SharedTarget target) {
    ServerAddress server = stack.startServer(Map.of("REQUESTS_IN_FLIGHT", "1"));
    Tenant.create(stack, server, HANGING, target.hangingUrl()).start(server, 1);
    await(() -> target.hangingCalls() == 1, "the call does not hang");
    return server;
  }

  private static void await(BooleanSupplier condition, String otherwise) {
    if (!Wait.until(PATIENCE, condition)) {
      throw new IllegalStateException(otherwise);
    }
  }
}
