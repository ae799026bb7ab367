package io.flowforge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogfmtFormatterTest {

  private final LogfmtFormatter formatter = new LogfmtFormatter();

  @Test
  void ourEventsAreWrittenAsTheyAre() {
    assertThat(formatter.format(event("event=transition seq=2")))
        .isEqualTo(
            "time=2026-01-31T08:00:00.123Z level=INFO logger=io.flowforge.X event=transition seq=2%n"
                .formatted());
  }

  @Test
  void theCallThatCausedAnEventIsNamed() {
    String line = TraceId.within("call-1", () -> formatter.format(event("event=answered")));

    assertThat(line.strip()).endsWith("event=answered request_id=call-1");
  }

  @Test
  void whatALibrarySaysIsOneValue() {
    assertThat(formatter.format(event("it said \"no\"")).strip())
        .endsWith("msg=\"it said \\\"no\\\"\"");
  }

  @Test
  void nobodyCanForgeALine() {
    assertThat(formatter.format(event("event=a path=\"/x\r\nlevel=SEVERE\u2028\"")).lines())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b", "\u0080", "\u009b", "\u2029", "\u202e", "\udc00"})
  void nothingReachesTheTerminalButText(String character) {
    LogRecord failed = event("event=failed path=" + character);
    failed.setThrown(new IllegalStateException("reason" + character));

    assertThat(formatter.format(event("it said " + character))).doesNotContain(character);
    assertThat(formatter.format(failed)).contains("reason").doesNotContain(character);
  }

  @Test
  void theTraceOfAFailureFollowsIndented() {
    LogRecord failed = event("event=failed");
    failed.setThrown(new IllegalStateException("reason"));

    assertThat(formatter.format(failed).lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("\t"))
        .anyMatch(line -> line.contains("reason"));
  }

  private static LogRecord event(String message) {
    var event = new LogRecord(Level.INFO, message);
    event.setLoggerName("io.flowforge.X");
    event.setInstant(Instant.parse("2026-01-31T08:00:00.123Z"));
    return event;
  }
}
