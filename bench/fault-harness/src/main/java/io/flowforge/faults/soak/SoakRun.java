package io.flowforge.faults.soak;

import io.flowforge.faults.attack.AttackedServer;
import io.flowforge.faults.attack.Attackers;
import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.LoadPipelines;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A run: one server with little memory, attackers, and clients that must not notice them. */
final class SoakRun {

  /** Not too often, because each measurement of the heap stops the server for a moment. */
  private static final Duration REPORT_PERIOD = Duration.ofMinutes(1);

  /** The time in which the JVM compiles what runs often. Errors count from the beginning. */
  private static final Duration WARM_UP = Duration.ofMinutes(1);

  /** How many kinds of attacks must have ended at least once. */
  private static final int MIN_ATTACKS = 6;

  private static final Duration ATTACK_TIMEOUT = Duration.ofMinutes(2);

  private final SoakPlan plan;
  private final PrintStream out;

  SoakRun(SoakPlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Runs the plan, and prints its progress. */
  SoakOutcome run() throws IOException, InterruptedException {
    out.printf(
        "Soak: %d s, %d clients, a server with -Xmx%dm; logs in %s%n",
        plan.duration().toSeconds(), plan.clients(), SoakPlan.HEAP_MEGABYTES, plan.directory());
    try (var cluster =
        new Cluster(
            plan.directory(),
            1,
            Program.current().withHeap(SoakPlan.HEAP_MEGABYTES),
            new Random(),
            (_, _) -> new Treatment(Behaviour.PROMPT, Duration.ZERO),
            context -> List.of(LoadPipelines.pipeline("one call", "c", context)))) {
      return run(cluster);
    }
  }

  private SoakOutcome run(Cluster cluster) throws IOException, InterruptedException {
    ServerProcess server = cluster.servers().getFirst();
    var pipelines = new SoakPipelines(cluster);
    String useful = cluster.pipelineIds().getFirst();
    var attacked =
        new AttackedServer(
            URI.create(server.url()).getPort(),
            URI.create(server.managementUrl()).getPort(),
            cluster.attackerToken(),
            cluster.orgId(),
            pipelines.withCheckboxes(),
            pipelines.withHeader());
    var heap = new HeapWatch(cluster.http(), server.managementUrl(), server.pid());
    var calls = new Calls();
    var probes = new Calls();
    var supervisor =
        new ProbeWatch(
            cluster.http(),
            List.of(server.url() + "/health/live", server.managementUrl() + "/health/live"),
            probes);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try (var attackers = new Attackers(attacked)) {
      for (int i = 0; i < plan.clients(); i++) {
        threads.execute(
            new SoakClient(
                cluster.http(),
                server.url() + "/api",
                cluster.clientToken(i),
                new SoakClient.Work(cluster.orgId(), useful),
                calls,
                new Random(i)));
      }
      threads.execute(supervisor);
      watch(server, heap, calls, probes);
      // Attacks with slow requests last until the server ends them.
      Wait.until(ATTACK_TIMEOUT, () -> attackers.rounds().size() >= MIN_ATTACKS);
      end(threads);
      return new SoakOutcome(
          calls,
          probes,
          supervisor.slowProbes(),
          heap,
          server.isAlive(),
          attackers.problems(),
          attackers.rounds());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Ends the clients, before what they use is closed. */
  private static void end(ExecutorService threads) throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the clients do not end");
    }
  }

  private void watch(ServerProcess server, HeapWatch heap, Calls calls, Calls probes)
      throws InterruptedException {
    long begin = System.nanoTime();
    Duration passed = Duration.ZERO;
    boolean isWarm = plan.duration().compareTo(WARM_UP.multipliedBy(2)) < 0;
    while (passed.compareTo(plan.duration()) < 0 && server.isAlive()) {
      Duration left = plan.duration().minus(passed);
      Wait.pass(left.compareTo(REPORT_PERIOD) < 0 ? left : REPORT_PERIOD);
      passed = Duration.ofNanos(System.nanoTime() - begin);
      out.printf(
          "%4d s: %d calls, %d errors, p99 %d ms%n",
          passed.toSeconds(),
          calls.count(),
          calls.errors().size(),
          calls.quantile(0.99).toMillis());
      try {
        out.printf("        heap after a collection: %d MiB%n", heap.measure());
      } catch (IOException e) {
        probes.failed("heap", e.toString());
      }
      out.flush();
      if (!isWarm && passed.compareTo(WARM_UP) >= 0) {
        isWarm = true;
        calls.forgetTimes();
        probes.forgetTimes();
      }
    }
  }
}
