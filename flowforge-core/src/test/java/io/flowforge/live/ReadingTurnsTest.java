package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Viewers that come all at once. */
class ReadingTurnsTest {

  @Test
  void whoseTurnDoesNotComeIsToldWhatToDo() {
    var turns = new ReadingTurns(1, Duration.ZERO);

    assertThatThrownBy(() -> turns.take(() -> turns.take(() -> "never")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("poll instead, or retry in a few seconds");
    assertThat(turns.<String>take(() -> "next")).isEqualTo("next");
  }
}
