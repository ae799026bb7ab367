package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  private static final Map<String, String> BOTH =
      Map.of("FLOWFORGE_TERMINAL", "12", "TERM", "xterm-256color");

  private static Terminal with(String name, String value) {
    var environment = new HashMap<>(BOTH);
    environment.put(name, value);
    return Terminal.of(environment);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          100,                  100
          80,                   80
          '',                   80
          wide,                 80
          -90,                  80
          20,                   55
          0,                    55
          500,                  120
          99999999999999999999, 80
          """)
  void theWidthIsThatOfTheTerminalWithinBounds(String columns, int width) {
    assertThat(with("COLUMNS", columns).width()).isEqualTo(width);
  }

  @Test
  void colorsAreForTerminals() {
    assertThat(Terminal.of(BOTH))
        .returns(true, Terminal::colorsOut)
        .returns(true, Terminal::colorsErr);
    assertThat(with("FLOWFORGE_TERMINAL", "1"))
        .returns(true, Terminal::colorsOut)
        .returns(false, Terminal::colorsErr);
    assertThat(with("FLOWFORGE_TERMINAL", "2"))
        .returns(false, Terminal::colorsOut)
        .returns(true, Terminal::colorsErr);
    assertThat(Terminal.of(Map.of("TERM", "xterm")).colorsOut()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
      NO_COLOR, 1
      NO_COLOR, false
      TERM,     dumb
      TERM,     ''
      """)
  void colorsCanBeTurnedOff(String name, String value) {
    assertThat(with(name, value).colorsOut()).isFalse();
    assertThat(with(name, value).colorsErr()).isFalse();
  }

  @Test
  void anEmptyNoColorMeansNothing() {
    assertThat(with("NO_COLOR", "").colorsOut()).isTrue();
  }
}
