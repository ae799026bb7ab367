package io.flowforge.faults;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.Conversation;
import io.flowforge.faults.load.LoadClient;
import io.flowforge.faults.load.LoadPipelines;
import io.flowforge.faults.load.Requester;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import io.flowforge.faults.stub.TargetCall;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A measurement of the time to recovery. It repeatedly starts a request, kills the server that
 * holds its step in flight, and measures when the other server repeats the call and when it
 * commits.
 */
final class RecoveryRun {

  /** Far more than a recovery may take. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** The interval of heartbeats; the kills come at random moments within it. */
  private static final int HEARTBEAT_MILLIS = 1_500;

  private final Conversation conversation = new Conversation();
  private final Random random;
  private final int kills;
  private final Path directory;
  private final PrintStream out;

  RecoveryRun(long seed, int kills, Path directory, PrintStream out) {
    this.random = new Random(seed);
    this.kills = kills;
    this.directory = directory;
    this.out = out;
  }

  /**
   * The recovery from one kill.
   *
   * @param untilCalled from the kill to the call of the other server
   * @param untilCommitted from the kill to the first commit for that request
   */
  record Recovery(Duration untilCalled, Duration untilCommitted) {}

  /** Measures, and prints each recovery and the worst. */
  List<Recovery> run() throws InterruptedException, SQLException {
    out.printf("Recovery after kill -9: %d kills, 2 servers; logs in %s%n", kills, directory);
    var recoveries = new ArrayList<Recovery>();
    try (var cluster =
        new Cluster(
            directory,
            2,
            random,
            RecoveryRun::treatment,
            context -> List.of(LoadPipelines.pipeline("one call", "c", context)))) {
      var client = new LoadClient(cluster, cluster.memberToken(), conversation);
      var requester =
          new Requester(client, cluster.orgId(), cluster.pipelineIds(), conversation, 0);
      for (int number = 1; number <= kills; number++) {
        requester.submit("ticket-" + number, random);
        Recovery recovery = recover(cluster, "ticket-" + number);
        recoveries.add(recovery);
        out.printf(
            "%3d. called again after %5.2f s, committed after %5.2f s%n",
            number, seconds(recovery.untilCalled()), seconds(recovery.untilCommitted()));
        out.flush();
      }
    }
    print("called again", recoveries.stream().map(Recovery::untilCalled).sorted().toList());
    print("committed", recoveries.stream().map(Recovery::untilCommitted).sorted().toList());
    return recoveries;
  }

  /** Lets the first call of each key hang; the second finds its effect done. */
  private static Treatment treatment(String key, int number) {
    return number == 1
        ? new Treatment(Behaviour.HANGS_AFTER_EFFECT, TIMEOUT)
        : new Treatment(Behaviour.PROMPT, Duration.ZERO);
  }

  private Recovery recover(Cluster cluster, String ticket) throws SQLException {
    awaitCalls(cluster, ticket, 1);
    Wait.pass(Duration.ofMillis(random.nextInt(HEARTBEAT_MILLIS)));
    ServerProcess victim = holder(cluster);
    String completed = "SELECT count(*) FROM request_run WHERE status = 'Completed'";
    int before = cluster.tables().count(completed);
    Instant killed = Instant.now();
    victim.kill();
    TargetCall again = awaitCalls(cluster, ticket, 2);
    require(
        Wait.until(TIMEOUT, () -> cluster.tables().count(completed) > before),
        "the request did not complete");
    Instant committed = Instant.now();
    victim.start();
    return new Recovery(Duration.between(killed, again.at()), Duration.between(killed, committed));
  }

  /** Waits for that many calls of the ticket and returns the last. */
  private static TargetCall awaitCalls(Cluster cluster, String ticket, int count) {
    require(
        Wait.until(TIMEOUT, () -> callsOf(cluster, ticket).size() >= count),
        "the step was not called " + count + " times");
    return callsOf(cluster, ticket).get(count - 1);
  }

  private static List<TargetCall> callsOf(Cluster cluster, String ticket) {
    return cluster.target().calls().stream().filter(call -> call.ticket().equals(ticket)).toList();
  }

  /** Returns the server that holds the only entry of the queue. */
  private static ServerProcess holder(Cluster cluster) {
    return cluster.servers().stream()
        .filter(server -> cluster.tables().heldBy(server.pid()) > 0)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no server holds the step"));
  }

  private void print(String what, List<Duration> sorted) {
    out.printf(
        "%-12s median %.2f s, worst %.2f s over %d kills%n",
        what, seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()), sorted.size());
    out.flush();
  }

  private static void require(boolean isMet, String problem) {
    if (!isMet) {
      throw new IllegalStateException(problem + " within " + TIMEOUT);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
