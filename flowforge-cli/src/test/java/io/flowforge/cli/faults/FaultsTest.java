package io.flowforge.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the harness; docs/reliability.md tells of the long one. */
@Tag("faults")
class FaultsTest {

  private static final int REQUESTS = 300;
  private static final int FAULTS_THAT_HIT = 8;
  private static final Duration MAX_RECOVERY = Duration.ofSeconds(15);

  /** A new one each time: {@code -Dfaults.seed} repeats what a run printed. */
  private final long seed = Long.getLong("faults.seed", System.currentTimeMillis());

  private final Path logs = Path.of("target", "faults", Long.toString(seed)).toAbsolutePath();

  @Test
  void nothingIsLostStuckOrDoneTwice() throws Exception {
    var plan =
        new FaultRun.Plan(seed, 3, REQUESTS, FAULTS_THAT_HIT, "", 6, Duration.ofMinutes(4), logs);
    Outcome outcome = new FaultRun(plan, System.out).run();
    assertThat(outcome.verdicts())
        .allSatisfy(
            verdict -> assertThat(verdict.violations()).as(verdict.invariant().name()).isEmpty());
    assertThat(outcome.isGood()).as("enough hits, enough requests, and at rest").isTrue();
  }

  @Test
  void aStepGoesOnSoonAfterItsServerWasKilled(@TempDir Path directory) throws Exception {
    List<RecoveryRun.Recovery> recoveries =
        new RecoveryRun(seed, 1, directory.resolve("cluster"), System.out).run();
    assertThat(recoveries)
        .allSatisfy(recovery -> assertThat(recovery.untilCommitted()).isLessThan(MAX_RECOVERY));
  }
}
