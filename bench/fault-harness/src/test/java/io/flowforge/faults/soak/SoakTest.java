package io.flowforge.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The short form of bench/soak: too short for what depends on the speed of the machine. {@code
 * -Dsoak.seconds} makes it longer.
 */
@Tag("faults")
class SoakTest {

  private static final Duration DURATION =
      Duration.ofSeconds(Integer.getInteger("soak.seconds", 12));

  @Test
  void attackersDoNotHarmTheOthers() throws Exception {
    var plan = new SoakPlan(DURATION, 10, Path.of("target", "soak", "test").toAbsolutePath());

    SoakOutcome outcome = new SoakRun(plan, System.out).run();

    assertThat(outcome.calls().errors()).isEmpty();
    assertThat(outcome.probes().errors()).isEmpty();
    assertThat(outcome.reactions()).isEmpty();
    assertThat(outcome.certainties()).doesNotContainValue(false);
    assertThat(outcome.rounds()).as("attacks").hasSizeGreaterThan(5);
    assertThat(outcome.heap().measurements()).isNotEmpty();
  }
}
