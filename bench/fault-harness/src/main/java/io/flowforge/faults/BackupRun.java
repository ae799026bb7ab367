package io.flowforge.faults;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.EvidenceReader;
import io.flowforge.faults.evidence.LoadRecord;
import io.flowforge.faults.evidence.QueueWatch;
import io.flowforge.faults.evidence.Sighting;
import io.flowforge.faults.evidence.StoredState;
import io.flowforge.faults.evidence.TargetRecord;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.Load;
import io.flowforge.faults.load.LoadPipelines;
import io.flowforge.faults.load.RequestAction;
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
 * A backup under load, the loss of everything, and a restore. What was accepted before the backup
 * must be there afterwards, and go on; what came later is forgotten.
 */
final class BackupRun {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final double REQUESTS_PER_SECOND = 8;

  /** How long the load goes on after the backup, with actions that the restore takes back. */
  private static final Duration UNTIL_LOSS = Duration.ofSeconds(5);

  private final long seed;
  private final int requests;
  private final Path script;
  private final Path directory;
  private final PrintStream out;

  /**
   * @param requests how many requests to start before the backup
   * @param script {@code deploy/backup}
   */
  BackupRun(long seed, int requests, Path script, Path directory, PrintStream out) {
    this.seed = seed;
    this.requests = requests;
    this.script = script;
    this.directory = directory;
    this.out = out;
  }

  /** Backs up, loses and restores everything, and checks what is there. */
  List<Verdict> run() throws SQLException {
    try (var cluster =
        new Cluster(
            directory,
            2,
            new Random(seed),
            (_, _) -> new Treatment(Behaviour.PROMPT, Duration.ofMillis(200)),
            LoadPipelines::all)) {
      Saved saved = save(cluster);
      restore(cluster);
      boolean isAtRest = Wait.until(TIMEOUT, () -> isAtRest(cluster));
      out.printf(
          "%d actions before the backup, %d after it; at rest again: %s%n",
          saved.kept().size(), saved.forgotten(), isAtRest);
      return Verdict.on(evidence(cluster, saved));
    }
  }

  /**
   * What was seen before the loss.
   *
   * @param kept the actions that were accepted before the backup
   * @param forgotten how many were accepted after it
   */
  private record Saved(List<AcceptedAction> kept, int forgotten, List<Sighting> sightings) {}

  private Saved save(Cluster cluster) throws SQLException {
    try (var watch = new QueueWatch(cluster.tables());
        var load = new Load(cluster, seed, REQUESTS_PER_SECOND, false)) {
      Wait.until(TIMEOUT, () -> load.conversation().count(RequestAction.START) >= requests);
      Instant begin = Instant.now();
      cluster.run(script, "save", backup().toString());
      out.printf("saved under load in %d ms%n", millisSince(begin));
      Wait.pass(UNTIL_LOSS);
      List<AcceptedAction> accepted = load.conversation().accepted();
      List<AcceptedAction> kept =
          accepted.stream().filter(action -> action.at().isBefore(begin)).toList();
      return new Saved(kept, accepted.size() - kept.size(), watch.sightings());
    }
  }

  private void restore(Cluster cluster) {
    cluster.servers().forEach(ServerProcess::kill);
    cluster.documents().discard();
    Instant begin = Instant.now();
    cluster.run(script, "restore", backup().toString(), "--replace");
    cluster.run(Program.current(), "io.flowforge.cli.FlowforgeCommand", "repair");
    out.printf("restored and repaired in %d ms%n", millisSince(begin));
    cluster.servers().parallelStream().forEach(ServerProcess::start);
  }

  private Path backup() {
    return directory.resolve("backup");
  }

  /** Nobody decides any more, so requests wait. */
  private static boolean isAtRest(Cluster cluster) {
    return cluster.tables().running() == 0 && cluster.tables().unprojected() == 0;
  }

  private static Evidence evidence(Cluster cluster, Saved saved) throws SQLException {
    StoredState stored = EvidenceReader.stored(cluster);
    return new Evidence(
        stored,
        new TargetRecord(cluster.target().calls(), cluster.target().effects()),
        new LoadRecord(saved.kept(), List.of(), Set.copyOf(stored.runs().keySet())),
        saved.sightings(),
        List.of());
  }

  private static long millisSince(Instant begin) {
    return Duration.between(begin, Instant.now()).toMillis();
  }
}
