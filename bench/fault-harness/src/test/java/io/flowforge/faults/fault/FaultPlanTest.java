package io.flowforge.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  /** Replacing a server by another build is no fault of a single build. */
  private static final int KINDS = Fault.class.getPermittedSubclasses().length - 1;

  @Test
  void theSeedDecides() {
    assertThat(faults(7, 50)).isEqualTo(faults(7, 50)).isNotEqualTo(faults(8, 50));
  }

  @Test
  void everyKindComesOnceInARound() {
    assertThat(faults(7, KINDS).stream().map(Fault::kind).distinct()).hasSize(KINDS);
    assertThat(faults(7, 2 * KINDS).subList(KINDS, 2 * KINDS).stream().map(Fault::kind).distinct())
        .hasSize(KINDS);
  }

  @Test
  void kindsCanBeSelected() {
    assertThat(Stream.generate(new FaultPlan(7, 3, "freeze")::next).limit(5))
        .hasOnlyElementsOfType(Fault.FreezeServer.class);
    assertThatThrownBy(() -> new FaultPlan(7, 3, "flood")).hasMessageContaining("flood");
  }

  @Test
  void aFrozenServerAlwaysCountsAsDead() {
    assertThat(faults(7, 400))
        .filteredOn(Fault.FreezeServer.class::isInstance)
        .allSatisfy(
            fault ->
                assertThat(((Fault.FreezeServer) fault).max())
                    .isGreaterThan(Duration.ofMillis(7_500)));
  }

  private static List<Fault> faults(long seed, int count) {
    return Stream.generate(new FaultPlan(seed, 3, "")::next).limit(count).toList();
  }
}
