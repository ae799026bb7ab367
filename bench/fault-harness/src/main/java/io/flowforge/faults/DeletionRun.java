package io.flowforge.faults;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.EvidenceReader;
import io.flowforge.faults.evidence.LoadRecord;
import io.flowforge.faults.evidence.QueueWatch;
import io.flowforge.faults.evidence.TargetRecord;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.Conversation;
import io.flowforge.faults.load.LoadClient;
import io.flowforge.faults.load.LoadPipelines;
import io.flowforge.faults.load.Owner;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.load.Requester;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The deletion of an organization whose requests run, wait or are queued. All servers are killed
 * right after the response, and once more while they cancel what is open. The deletion promises
 * that each open request is cancelled, so the invariants treat it as that many cancellations.
 */
final class DeletionRun {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Conversation conversation = new Conversation();
  private final long seed;
  private final int requests;
  private final Path directory;
  private final PrintStream out;

  DeletionRun(long seed, int requests, Path directory, PrintStream out) {
    this.seed = seed;
    this.requests = requests;
    this.directory = directory;
    this.out = out;
  }

  /** Deletes, kills and checks; prints how long it took. */
  List<Verdict> run() throws InterruptedException, SQLException {
    var random = new Random(seed);
    // The calls get no response, so that no request ends before the deletion.
    try (var cluster =
            new Cluster(
                directory,
                2,
                random,
                (_, _) -> new Treatment(Behaviour.HANGS_AFTER_EFFECT, TIMEOUT),
                LoadPipelines::withoutEnd);
        var watch = new QueueWatch(cluster.tables())) {
      new Requester(
              new LoadClient(cluster, cluster.memberToken(), conversation),
              cluster.orgId(),
              cluster.pipelineIds(),
              conversation,
              0)
          .submitAll("ticket-", requests, seed);
      var owner = new Owner(new LoadClient(cluster, cluster.ownerToken(), conversation));
      List<String> open = cluster.tables().open();
      Instant deleted = owner.delete(cluster.orgId(), random);
      open.forEach(
          id -> conversation.accept(new AcceptedAction(id, RequestAction.CANCEL, deleted)));
      restartAll(cluster);
      Wait.until(TIMEOUT, () -> openIn(cluster) < open.size());
      int left = openIn(cluster);
      restartAll(cluster);
      boolean isDone =
          Wait.until(TIMEOUT, () -> openIn(cluster) + cluster.tables().unprojected() == 0);
      out.printf(
          "%d requests were open; %d at the second kill; all cancelled: %s, %d ms after the"
              + " deletion%n",
          open.size(), left, isDone, Duration.between(deleted, Instant.now()).toMillis());
      return Verdict.on(evidence(cluster, watch));
    }
  }

  private static void restartAll(Cluster cluster) {
    cluster.servers().forEach(ServerProcess::kill);
    cluster.servers().parallelStream().forEach(ServerProcess::start);
  }

  private static int openIn(Cluster cluster) {
    try {
      return cluster.tables().open().size();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not respond to the harness", e);
    }
  }

  private Evidence evidence(Cluster cluster, QueueWatch watch) throws SQLException {
    return new Evidence(
        EvidenceReader.stored(cluster),
        new TargetRecord(cluster.target().calls(), cluster.target().effects()),
        new LoadRecord(conversation.accepted(), conversation.refusals(), Set.of()),
        watch.sightings(),
        List.of());
  }
}
