package io.flowforge.cli.embedded.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, 70_000})
  void rejectsNumbersOutsideTheRange(int number) {
    assertThatThrownBy(() -> LoopbackPort.fixed(number, "--port"))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("--port must be a port from 1 to 65535")
        .hasMessageEndingWith("not " + number);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535})
  void acceptsTheWholeRange(int number) {
    assertThat(LoopbackPort.fixed(number, "--port").number()).isEqualTo(number);
  }

  @Test
  void aWebServerDoesNotRunWithoutItsPort() throws IOException {
    try (var other = new ServerSocket(0, 1, LoopbackPort.loopback())) {
      // As if the port had been taken between the check and its use.
      int port = other.getLocalPort();
      assertThatThrownBy(() -> LoopbackServer.start(port, 1024, _ -> {}))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(
              () -> LoopbackPort.anyFree().open(_ -> LoopbackPort.fixed(port, "").open(p -> p)))
          .isInstanceOf(ConflictException.class);
    }
  }
}
