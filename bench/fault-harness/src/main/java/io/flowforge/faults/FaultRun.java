package io.flowforge.faults;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.cluster.Sizes;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.EvidenceReader;
import io.flowforge.faults.evidence.QueueWatch;
import io.flowforge.faults.evidence.Span;
import io.flowforge.faults.fault.Fault;
import io.flowforge.faults.fault.FaultPlan;
import io.flowforge.faults.fault.FaultSequence;
import io.flowforge.faults.fault.Injection;
import io.flowforge.faults.fault.Upgrades;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.invariant.flow.FlowInvariants;
import io.flowforge.faults.invariant.view.ViewInvariants;
import io.flowforge.faults.load.HangingRequests;
import io.flowforge.faults.load.Load;
import io.flowforge.faults.load.LoadPipelines;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.load.SecretRotation;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CountingTarget.Treatment;
import io.flowforge.faults.view.ViewRecord;
import io.flowforge.faults.view.Viewers;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A run: a cluster under load, with one fault after another until enough have hit and enough
 * requests were started; then everything comes to rest, and the invariants are checked.
 */
final class FaultRun {

  /** Faults that miss are replaced by others, up to this number per hit. */
  private static final int MAX_FAULTS_PER_HIT = 2;

  /** A fault waits until this many requests are running, because it cannot hit an idle cluster. */
  private static final int MIN_RUNNING = 5;

  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration REST_TIMEOUT = Duration.ofMinutes(2);

  /** The reconciler runs every 2 s and skips what is younger than 1 s. */
  private static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(1);

  private final FaultRunPlan plan;
  private final Program program;
  private final FaultSequence faults;
  private final PrintStream out;

  /** A run of this build with faults that the plan's seed chooses. */
  FaultRun(FaultRunPlan plan, PrintStream out) {
    this(
        plan,
        Program.current(),
        new FaultPlan(plan.seed(), plan.servers(), plan.faults().only()),
        out);
  }

  /**
   * A run with other faults; without secrets where earlier builds take part.
   *
   * @param program what the servers run at first
   */
  FaultRun(FaultRunPlan plan, Program program, FaultSequence faults, PrintStream out) {
    this.plan = plan;
    this.program = program;
    this.faults = faults;
    this.out = out;
  }

  /** Runs the plan, and prints its progress and result. */
  Outcome run() throws SQLException, InterruptedException {
    Instant begin = Instant.now();
    out.printf(
        "Faults: seed %d, %d servers, at least %d requests and %d faults that hit; logs in %s%n",
        plan.seed(),
        plan.servers(),
        plan.load().requests(),
        plan.faults().hits(),
        plan.directory());
    try (var cluster = cluster();
        var rotation = isOfOneBuild() ? new SecretRotation(cluster, plan.seed()) : null;
        var load = new Load(cluster, plan.seed(), plan.load().perSecond(), isOfOneBuild());
        var watch = new QueueWatch(cluster.tables());
        var viewers =
            new Viewers(cluster, load.conversation(), plan.load().viewers(), plan.seed())) {
      printTime("cluster started", begin);
      var hanging = new HangingRequests(cluster, load.conversation(), plan.seed());
      hanging.start(plan.load().hanging());
      printTime(plan.load().hanging() + " calls of another organization hang", begin);
      Instant end = Instant.now().plus(plan.limit());
      List<Injection> injections = inject(cluster, load, end);
      Wait.until(
          Duration.between(Instant.now(), end),
          () -> load.conversation().count(RequestAction.START) >= plan.load().requests());
      printTime("enough faults and requests", begin);
      boolean isAtRest = comeToRest(cluster, load, hanging);
      printTime("at rest", begin);
      printSizes(Sizes.of(cluster));
      ViewRecord views = viewers.finish();
      printTime("viewers have seen everything", begin);
      Evidence evidence =
          EvidenceReader.read(cluster, load, watch, freezes(injections))
              .with(rotation == null ? List.of() : rotation.spans())
              .with(views);
      var outcome =
          new Outcome(
              plan,
              injections,
              verdicts(evidence),
              load.conversation().count(RequestAction.START),
              isAtRest,
              Duration.between(begin, Instant.now()));
      new Report(outcome, evidence, load.conversation(), watch.checks()).print(out);
      return outcome;
    }
  }

  private static List<Verdict> verdicts(Evidence evidence) {
    return Stream.of(Invariant.ALL, FlowInvariants.ALL, ViewInvariants.ALL)
        .flatMap(invariants -> Verdict.on(evidence, invariants).stream())
        .toList();
  }

  private boolean isOfOneBuild() {
    return !(faults instanceof Upgrades);
  }

  private Cluster cluster() {
    return new Cluster(
        plan.directory(),
        plan.servers(),
        program,
        new Random(plan.seed()),
        this::treatment,
        isOfOneBuild() ? LoadPipelines::ofThisBuild : LoadPipelines::withHanging);
  }

  private Treatment treatment(String key, int number) {
    if (key.contains("/" + LoadPipelines.HANGING_STEP + "/")) {
      return new Treatment(Behaviour.HANGS, Behaviour.HANGS.duration(new Random(number)));
    }
    var random = new Random(plan.seed() ^ (key.hashCode() + number) * 0x9E37_79B9_7F4A_7C15L);
    Behaviour behaviour = Behaviour.any(random);
    return new Treatment(behaviour, behaviour.duration(random));
  }

  private List<Injection> inject(Cluster cluster, Load load, Instant end) {
    var injections = new ArrayList<Injection>();
    int hits = 0;
    while (hits < plan.faults().hits()
        && injections.size() < plan.faults().hits() * MAX_FAULTS_PER_HIT
        && Instant.now().isBefore(end)) {
      Wait.pass(faults.pause());
      Wait.until(BUSY_TIMEOUT, () -> cluster.tables().running(cluster.orgId()) >= MIN_RUNNING);
      Injection injection = inject(faults.next(), cluster);
      injections.add(injection);
      hits += injection.isHit() ? 1 : 0;
      print(injections.size(), injection, cluster, load);
    }
    return injections;
  }

  private static Injection inject(Fault fault, Cluster cluster) {
    Instant from = Instant.now();
    int hits = fault.inject(cluster);
    return new Injection(fault, new Span(from, Instant.now()), hits);
  }

  private void print(int number, Injection injection, Cluster cluster, Load load) {
    out.printf(
        "%3d. %-40s %5.1f s, hit %3d   (%d requests started, %d running) %s%n",
        number,
        injection.fault().kind(),
        seconds(injection.span().from(), injection.span().to()),
        injection.hits(),
        load.conversation().count(RequestAction.START),
        cluster.tables().running(cluster.orgId()),
        injection.fault());
    out.flush();
  }

  private void printSizes(Sizes sizes) {
    out.printf(
        "     PostgreSQL: %d bytes for each of %d requests; peak memory of the servers: %s MiB%n",
        sizes.bytesPerRequest(), sizes.requests(), sizes.peakMegabytes());
  }

  private void printTime(String what, Instant begin) {
    out.printf("     %s after %.1f s%n", what, seconds(begin, Instant.now()));
    out.flush();
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static List<Span> freezes(List<Injection> injections) {
    return injections.stream().flatMap(injection -> freeze(injection).stream()).toList();
  }

  /** Returns the end of the injection, because a freeze first waits for its server to have work. */
  private static Optional<Span> freeze(Injection injection) {
    Instant end = injection.span().to();
    return injection.fault() instanceof Fault.FreezeServer(_, Duration max, _)
        ? Optional.of(new Span(end.minus(max).minusSeconds(1), end))
        : Optional.empty();
  }

  /**
   * Waits until nothing is left to run or decide, although calls of the other organization hang;
   * then cancels these, and waits until the documents are up to date.
   */
  private static boolean comeToRest(Cluster cluster, Load load, HangingRequests hanging)
      throws SQLException, InterruptedException {
    boolean isQuiet =
        load.stopSubmitting(REST_TIMEOUT)
            && Wait.until(REST_TIMEOUT, () -> isAtRest(cluster, load));
    hanging.cancel();
    return isQuiet
        && Wait.until(REST_TIMEOUT, () -> cluster.tables().running() == 0)
        && Wait.until(RECONCILE_TIMEOUT, () -> cluster.tables().unprojected() == 0);
  }

  private static boolean isAtRest(Cluster cluster, Load load) {
    try {
      return cluster.tables().running(cluster.orgId()) == 0
          && cluster.tables().pending().stream().allMatch(load::leavesWaiting)
          // None was approved in between.
          && cluster.tables().running(cluster.orgId()) == 0;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not respond to the harness", e);
    }
  }
}
