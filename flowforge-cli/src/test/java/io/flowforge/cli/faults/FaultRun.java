package io.flowforge.cli.faults;

import io.flowforge.cli.faults.CountingTarget.Treatment;
import io.flowforge.cli.faults.Evidence.Span;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One run: a cluster under load, fault after fault, until enough have hit and enough requests were
 * started; then everything comes to rest and is judged.
 */
final class FaultRun {

  /** Faults that miss are made up for by others, but not for ever. */
  private static final int MAX_FAULTS_PER_HIT = 2;

  private static final Duration TIME_TO_GET_BUSY = Duration.ofSeconds(20);
  private static final int BUSY = 5;

  private static final Duration TIME_TO_REST = Duration.ofMinutes(2);

  /** The reconciler comes every 2 s, and leaves alone what is younger than 1 s. */
  private static final Duration TIME_TO_RECONCILE = Duration.ofSeconds(15);

  private final Plan plan;
  private final PrintStream out;

  /**
   * What to do.
   *
   * @param requests how many requests are started at the least
   * @param hits how many faults hit at the least
   * @param only see {@link FaultPlan}
   * @param perSecond how many requests are submitted in a second
   */
  record Plan(
      long seed,
      int servers,
      int requests,
      int hits,
      String only,
      double perSecond,
      Duration limit,
      Path logs) {}

  FaultRun(Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Runs it and says what came of it, as it goes. */
  Outcome run() throws SQLException {
    Instant begin = Instant.now();
    out.printf(
        "Faults: seed %d, %d servers, at least %d requests and %d faults that hit; logs in %s%n",
        plan.seed(), plan.servers(), plan.requests(), plan.hits(), plan.logs());
    try (var cluster = cluster();
        var load = new Load(cluster, plan.seed(), plan.perSecond());
        var watch = new QueueWatch(cluster.tables())) {
      List<Strike> strikes = strike(cluster, load, begin.plus(plan.limit()));
      Time.until(
          Duration.between(Instant.now(), begin.plus(plan.limit())),
          () -> load.conversation().count(Action.START) >= plan.requests());
      boolean isAtRest = comeToRest(cluster, load);
      Evidence evidence = EvidenceReader.read(cluster, load, watch, freezes(strikes));
      var outcome =
          new Outcome(
              plan,
              strikes,
              Verdict.on(evidence),
              evidence,
              load.conversation(),
              watch.looks(),
              isAtRest,
              Duration.between(begin, Instant.now()));
      new Report(outcome).print(out);
      return outcome;
    }
  }

  private Cluster cluster() {
    return new Cluster(
        plan.logs(),
        plan.servers(),
        new Random(plan.seed()),
        this::treatment,
        target -> LoadPipelines.all(target::url));
  }

  private Treatment treatment(String key, int number) {
    var random = new Random(plan.seed() ^ (key.hashCode() + number) * 0x9E37_79B9_7F4A_7C15L);
    Behaviour behaviour = Behaviour.any(random);
    return new Treatment(behaviour, behaviour.duration(random));
  }

  private List<Strike> strike(Cluster cluster, Load load, Instant end) {
    var faults = new FaultPlan(plan.seed(), plan.servers(), plan.only());
    var strikes = new ArrayList<Strike>();
    int hits = 0;
    while (hits < plan.hits()
        && strikes.size() < plan.hits() * MAX_FAULTS_PER_HIT
        && Instant.now().isBefore(end)) {
      Time.pass(faults.pause());
      // On an idle cluster nothing can hit.
      Time.until(TIME_TO_GET_BUSY, () -> cluster.tables().running() >= BUSY);
      Fault fault = faults.next();
      Instant from = Instant.now();
      int hit = fault.strike(cluster);
      var strike = new Strike(fault, new Span(from, Instant.now()), hit);
      strikes.add(strike);
      hits += strike.hit() ? 1 : 0;
      out.printf(
          "%3d. %-40s %5.1f s, hit %3d   (%d requests started, %d running) %s%n",
          strikes.size(),
          fault.kind(),
          Duration.between(from, strike.span().to()).toMillis() / 1000.0,
          strike.hits(),
          load.conversation().count(Action.START),
          cluster.tables().running(),
          fault);
      out.flush();
    }
    return strikes;
  }

  private static List<Span> freezes(List<Strike> strikes) {
    return strikes.stream().flatMap(strike -> freeze(strike).stream()).toList();
  }

  /** A strike first waits for its victim to have work; only its end belongs to the freeze. */
  private static Optional<Span> freeze(Strike strike) {
    Instant end = strike.span().to();
    return strike.fault() instanceof Fault.FreezeServer(_, Duration atMost, _)
        ? Optional.of(new Span(end.minus(atMost).minusSeconds(1), end))
        : Optional.empty();
  }

  /** Waits until nothing runs, nothing is to be decided, and the documents have followed. */
  private static boolean comeToRest(Cluster cluster, Load load) {
    boolean isQuiet =
        load.stopSubmitting(TIME_TO_REST)
            && Time.until(TIME_TO_REST, () -> isAtRest(cluster.tables(), load));
    return isQuiet && Time.until(TIME_TO_RECONCILE, () -> cluster.tables().unprojected() == 0);
  }

  private static boolean isAtRest(Tables tables, Load load) {
    try {
      return tables.running() == 0
          && tables.pending().stream().allMatch(load::leavesWaiting)
          // Nobody has started to run in between.
          && tables.running() == 0;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer the harness", e);
    }
  }
}
