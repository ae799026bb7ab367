package io.flowforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private static final Environment VARIABLES =
      new Environment(Map.of("N", " 7 ", "BLANK", "  ", "WORD", "seven", "YES", "true"));

  @Test
  void takesABlankOneForNone() {
    assertThat(VARIABLES.text("BLANK")).isEmpty();
    assertThat(VARIABLES.number("BLANK", 3, 1, 9)).isEqualTo(3);
    assertThat(VARIABLES.truth("BLANK")).isFalse();
    assertThat(VARIABLES.seconds("ABSENT", Duration.ofMinutes(1), 1, 90)).hasSeconds(60);
  }

  @Test
  void reads() {
    assertThat(VARIABLES.number("N", 3, 1, 9)).isEqualTo(7);
    assertThat(VARIABLES.truth("YES")).isTrue();
  }

  @Test
  void namesTheVariableThatIsAtFault() {
    assertThatThrownBy(() -> VARIABLES.number("WORD", 3, 1, 9))
        .isInstanceOf(InvalidException.class)
        .hasMessage("WORD must be a whole number from 1 to 9, but it is 'seven'");
    assertThatThrownBy(() -> VARIABLES.number("N", 3, 1, 6)).hasMessageStartingWith("N must be");
    assertThatThrownBy(() -> VARIABLES.truth("N"))
        .hasMessage("N must be true or false, but it is '7'");
  }
}
