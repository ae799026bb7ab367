package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 70_000})
  void refusesWhatIsNoPort(int number) {
    assertThatThrownBy(() -> LoopbackPort.fixed(number, "--port"))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("--port must be a port from 1 to 65535")
        .hasMessageEndingWith("not " + number);
  }
}
