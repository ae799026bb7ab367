package io.flowforge.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.faults.Evidence.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");
  private static final Span NOW = new Span(T, T);
  private static final Strike HIT = new Strike(new Fault.DropConnections(), NOW, 3);
  private static final Strike MISS = new Strike(new Fault.DropConnections(), NOW, 0);
  private static final Verdict HOLDS = new Verdict(new DocumentsFollow(), List.of());

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
    var broken = new Verdict(new DocumentsFollow(), List.of(new Violation("r", "lags behind")));
    assertThat(outcome(List.of(HIT), broken, 1, true).isGood()).isFalse();
  }

  private static Outcome outcome(
      List<Strike> strikes, Verdict verdict, int started, boolean isAtRest) {
    var conversation = new Conversation();
    for (int i = 0; i < started; i++) {
      conversation.accept(new Accepted("r" + i, Action.START, T));
    }
    var nothing =
        new Evidence(
            Map.of(), List.of(), List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(),
            Set.of(), List.of(), List.of());
    return new Outcome(
        new FaultRun.Plan(1, 3, 1, 1, "", 8, Duration.ofMinutes(1), Path.of("")),
        strikes,
        List.of(verdict),
        nothing,
        conversation,
        100,
        isAtRest,
        Duration.ofSeconds(1));
  }
}
