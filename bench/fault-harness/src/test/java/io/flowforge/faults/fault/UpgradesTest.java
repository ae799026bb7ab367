package io.flowforge.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.faults.cluster.Program;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpgradesTest {

  private static final Program OLD = Program.of("old");
  private static final Program RECENT = Program.of("recent");

  @Test
  void allServersAreUpgradedOneAfterAnotherAndThenBack() {
    var upgrades = new Upgrades(2, OLD, RECENT);

    assertThat(Stream.generate(upgrades::next).limit(6))
        .extracting(fault -> ((Fault.ReplaceServer) fault).server() + " " + program(fault))
        .containsExactly("0 recent", "1 recent", "0 old", "1 old", "0 recent", "1 recent");
  }

  private static String program(Fault fault) {
    return ((Fault.ReplaceServer) fault).program().classPath();
  }
}
