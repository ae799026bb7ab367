package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter written = new StringWriter();

  private String shown(boolean isTerminal) {
    try (var bar = new ProgressBar(new PrintWriter(written), isTerminal)) {
      bar.done(1, 3);
      bar.waits("status 429", Duration.ofMillis(4001));
      bar.waits("status 503", Duration.ofSeconds(30));
      bar.done(3, 3);
    }
    return written.toString();
  }

  @Test
  void aTerminalHasOneLineThatDisappears() {
    String[] states = shown(true).split("\r", -1);

    assertThat(states)
        .extracting(String::stripTrailing)
        .containsExactly(
            "",
            "creating users [##########....................] 1 of 3",
            "waiting 5 s for the identity provider (status 429)",
            "waiting 30 s for the identity provider (status 503)",
            "creating users [##############################] 3 of 3",
            "",
            "");
    assertThat(written.toString()).doesNotContain("\n");
  }

  @Test
  void onlyStandardErrorDecides() {
    for (Map<String, String> environment :
        List.of(
            Map.of("FLOWFORGE_TERMINAL", "1"), Map.of("FLOWFORGE_TERMINAL", "2", "TERM", "dumb"))) {
      try (var bar = ProgressBar.on(new PrintWriter(written), environment)) {
        bar.done(1, 3);
      }
      assertThat(written.toString()).isEmpty();
    }
    try (var bar = ProgressBar.on(new PrintWriter(written), Map.of("FLOWFORGE_TERMINAL", "2"))) {
      bar.done(1, 3);
    }
    assertThat(written.toString()).contains("1 of 3");
  }

  @Test
  void elsewhereOnlyLongWaitsAreTold() {
    assertThat(shown(false))
        .isEqualTo("waiting 30 s for the identity provider (status 503)" + System.lineSeparator());
  }
}
