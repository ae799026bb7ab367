package io.flowforge.cli.faults;

import io.flowforge.cli.faults.CountingTarget.Treatment;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long it takes until a step goes on that a server held when it was killed: again and again, a
 * request whose step is in flight, {@code kill -9} of the server that holds it, and a look at the
 * clock when the other server makes the call again, and when it commits.
 */
final class RecoveryRun {

  /** Far more than a recovery may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The server beats its heart this often: the kills shall come at any moment between. */
  private static final int HEARTBEAT_MILLIS = 1_500;

  private final Conversation conversation = new Conversation();
  private final Random random;
  private final int kills;
  private final Path logs;
  private final PrintStream out;

  RecoveryRun(long seed, int kills, Path logs, PrintStream out) {
    this.random = new Random(seed);
    this.kills = kills;
    this.logs = logs;
    this.out = out;
  }

  /**
   * One kill.
   *
   * @param untilCalled from the kill to the call of the other server
   * @param untilCommitted from the kill to the first commit for that request
   */
  record Recovery(Duration untilCalled, Duration untilCommitted) {}

  /** Kills as often as it is told, and says how long each took. */
  List<Recovery> run() throws InterruptedException, SQLException {
    out.printf("Recovery after kill -9: %d kills, 2 servers; logs in %s%n", kills, logs);
    var recoveries = new ArrayList<Recovery>();
    try (var cluster =
        new Cluster(
            logs,
            2,
            random,
            RecoveryRun::treatment,
            target -> List.of(LoadPipelines.pipeline("one call", "c", target::url)))) {
      var client =
          new Client(
              cluster.http(),
              cluster.servers().stream().map(ServerProcess::url).toList(),
              cluster.tokenOf(Cluster.MEMBER),
              conversation);
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

  /** The first call of each key stays without an answer; the second finds everything done. */
  private static Treatment treatment(String key, int number) {
    return number == 1
        ? new Treatment(Behaviour.HANGS_AFTER_THE_EFFECT, PATIENCE)
        : new Treatment(Behaviour.PROMPT, Duration.ZERO);
  }

  private Recovery recover(Cluster cluster, String ticket) throws SQLException {
    awaitCalls(cluster, ticket, 1);
    Time.pass(Duration.ofMillis(random.nextInt(HEARTBEAT_MILLIS)));
    ServerProcess victim = holder(cluster);
    String completed = "SELECT count(*) FROM request_run WHERE status = 'Completed'";
    int before = cluster.tables().count(completed);
    Instant killed = Instant.now();
    victim.kill();
    TargetCall again = awaitCalls(cluster, ticket, 2);
    require(
        Time.until(PATIENCE, () -> cluster.tables().count(completed) > before),
        "the request does not complete");
    Instant committed = Instant.now();
    victim.start();
    return new Recovery(Duration.between(killed, again.at()), Duration.between(killed, committed));
  }

  /** Waits for that many calls of the ticket, and returns the last. */
  private static TargetCall awaitCalls(Cluster cluster, String ticket, int count) {
    require(
        Time.until(PATIENCE, () -> callsOf(cluster, ticket).size() >= count),
        "the step is not called " + count + " times");
    return callsOf(cluster, ticket).get(count - 1);
  }

  private static List<TargetCall> callsOf(Cluster cluster, String ticket) {
    return cluster.target().calls().stream().filter(call -> call.ticket().equals(ticket)).toList();
  }

  /** The server that has the only entry of the queue in its hands. */
  private static ServerProcess holder(Cluster cluster) {
    return cluster.servers().stream()
        .filter(server -> cluster.tables().inTheHandsOf(server.pid()) > 0)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody holds the step"));
  }

  private void print(String what, List<Duration> sorted) {
    out.printf(
        "%-12s median %.2f s, worst %.2f s over %d kills%n",
        what, seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()), sorted.size());
    out.flush();
  }

  private static void require(boolean isSo, String whatIsWrong) {
    if (!isSo) {
      throw new IllegalStateException(whatIsWrong + " within " + PATIENCE);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
