package io.flowforge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.faults.FaultRunPlan.FaultGoal;
import io.flowforge.faults.FaultRunPlan.LoadGoal;
import io.flowforge.faults.evidence.Span;
import io.flowforge.faults.fault.Fault;
import io.flowforge.faults.fault.Injection;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.invariant.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");
  private static final Span NOW = new Span(T, T);
  private static final Injection HIT = new Injection(new Fault.DropConnections(), NOW, 3);
  private static final Injection MISS = new Injection(new Fault.DropConnections(), NOW, 0);
  private static final Invariant ANY = Invariant.ALL.getFirst();
  private static final Verdict HOLDS = new Verdict(ANY, List.of());

  @Test
  void isGoodWhenEnoughWasTriedAndNothingWasFound() {
    assertThat(outcome(List.of(MISS, HIT), HOLDS, 1, true).isGood()).isTrue();
  }

  @Test
  void isBadWhenNoFaultHit() {
    assertThat(outcome(List.of(MISS, MISS), HOLDS, 1, true).isGood()).isFalse();
  }

  @Test
  void isBadWhenTooLittleWasStarted() {
    assertThat(outcome(List.of(HIT), HOLDS, 0, true).isGood()).isFalse();
  }

  @Test
  void isBadWhenItDoesNotComeToRest() {
    assertThat(outcome(List.of(HIT), HOLDS, 1, false).isGood()).isFalse();
  }

  @Test
  void isBadWhenAnInvariantDoesNotHold() {
    var broken = new Verdict(ANY, List.of(new Violation("r", "lags behind")));
    assertThat(outcome(List.of(HIT), broken, 1, true).isGood()).isFalse();
  }

  private static Outcome outcome(
      List<Injection> injections, Verdict verdict, int started, boolean isAtRest) {
    return new Outcome(
        new FaultRunPlan(
            1,
            3,
            new LoadGoal(1, 8, 0, 0),
            new FaultGoal(1, ""),
            Duration.ofMinutes(1),
            Path.of("")),
        injections,
        List.of(verdict),
        started,
        isAtRest,
        Duration.ofSeconds(1));
  }
}
