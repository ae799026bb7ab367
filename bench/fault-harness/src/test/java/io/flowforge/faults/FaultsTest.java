package io.flowforge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.faults.FaultRunPlan.FaultGoal;
import io.flowforge.faults.FaultRunPlan.LoadGoal;
import io.flowforge.faults.cluster.Program;
import io.flowforge.faults.fault.Upgrades;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the harness; docs/reliability.md describes the long one. */
@Tag("faults")
class FaultsTest {

  private static final int MIN_REQUESTS = 300;
  private static final int MIN_HITS = 8;

  /** More than the requests that three servers could run at once when each had 32 threads. */
  private static final int HANGING = 120;

  private static final int VIEWERS = 20;

  /**
   * That the death of a server is noticed at all. How soon depends on the machine, and is measured
   * by bench/faults.
   */
  private static final Duration MAX_RECOVERY = Duration.ofSeconds(30);

  /** A new seed each time; {@code -Dfaults.seed} repeats the one that a run printed. */
  private final long seed = Long.getLong("faults.seed", System.currentTimeMillis());

  private final Path directory = Path.of("target", "faults", Long.toString(seed)).toAbsolutePath();

  @Test
  void nothingIsLostStuckOrDoneTwice() throws Exception {
    var plan =
        new FaultRunPlan(
            seed,
            3,
            new LoadGoal(MIN_REQUESTS, 6, HANGING, VIEWERS),
            new FaultGoal(MIN_HITS, ""),
            Duration.ofMinutes(10),
            directory);
    Outcome outcome = new FaultRun(plan, System.out).run();
    assertThat(outcome.verdicts())
        .allSatisfy(
            verdict -> assertThat(verdict.violations()).as(verdict.invariant().name()).isEmpty());
    assertThat(outcome.isGood()).as("enough hits, enough requests, and at rest").isTrue();
  }

  /** Two builds that are the same, because the build before this one is not at hand. */
  @Test
  void aRollingUpgradeIsNotNoticed(@TempDir Path temporary) throws Exception {
    var plan =
        new FaultRunPlan(
            seed,
            2,
            new LoadGoal(60, 6, 0, VIEWERS),
            new FaultGoal(2, ""),
            Duration.ofMinutes(5),
            temporary.resolve("cluster"));
    Program build = Program.current();
    Outcome outcome = new FaultRun(plan, build, new Upgrades(2, build, build), System.out).run();
    assertThat(outcome.verdicts())
        .allSatisfy(
            verdict -> assertThat(verdict.violations()).as(verdict.invariant().name()).isEmpty());
    assertThat(outcome.isGood()).isTrue();
  }

  @Test
  void aDeletedOrganizationStopsAlthoughItsServersAreKilled(@TempDir Path temporary)
      throws Exception {
    assertThat(new DeletionRun(seed, 150, temporary.resolve("cluster"), System.out).run())
        .allSatisfy(
            verdict -> assertThat(verdict.violations()).as(verdict.invariant().name()).isEmpty());
  }

  @Test
  void aStepContinuesSoonAfterItsServerWasKilled(@TempDir Path temporary) throws Exception {
    List<RecoveryRun.Recovery> recoveries =
        new RecoveryRun(seed, 1, temporary.resolve("cluster"), System.out).run();
    assertThat(recoveries)
        .allSatisfy(recovery -> assertThat(recovery.untilCommitted()).isLessThan(MAX_RECOVERY));
  }
}
