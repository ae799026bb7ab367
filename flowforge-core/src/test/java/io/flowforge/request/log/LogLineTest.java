package io.flowforge.request.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.log.LogLine.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

  private static final Instant TIME = Instant.parse("2026-01-31T08:00:00.999Z");

  @Test
  void isShownAsClientsKnowItInUtc() {
    assertThat(new LogLine(Level.INFO, TIME, "text").shown("step name"))
        .isEqualTo("[step name] 2026/01/31 08:00:00 [INFO] text");
    assertThat(new LogLine(Level.ERROR, TIME, "100% %s").shown("50% [a]"))
        .isEqualTo("[50% [a]] 2026/01/31 08:00:00 [ERROR] 100% %s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\r\nb",
        "a\0b",
        "a\u001b\u007fb",
        "a\u0080\u009fb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u202eb",
        "a\ud83db"
      })
  void staysOneLine(String text) {
    assertThat(line(text)).isEqualTo("a b");
    assertThat(new LogLine(Level.INFO, TIME, "x").shown(text)).startsWith("[a b] ");
  }

  @Test
  void keepsTabsAndEverythingElse() {
    assertThat(line("a\tb ä 😀 \\n \"")).isEqualTo("a\tb ä 😀 \\n \"");
    assertThat(line("  \n a \n")).isEqualTo("a");
    assertThat(line("")).isEmpty();
  }

  @Test
  void isOfBoundedLength() {
    assertThat(line("x".repeat(4_000))).hasSize(4_000);
    assertThat(line("x".repeat(4_001))).isEqualTo("x".repeat(4_000) + " (cut)");
  }

  @Test
  void isNotCutInTheMiddleOfACharacter() {
    String cut = line("x" + "😀".repeat(2_500));

    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(cut);
    assertThat(cut).endsWith("😀 (cut)");
  }

  @Test
  void isTheSameWhenItIsReadAgain() {
    String once = line("x".repeat(3_999) + " y".repeat(100));

    assertThat(line(once)).isEqualTo(once);
  }

  private static String line(String text) {
    return new LogLine(Level.INFO, TIME, text).text();
  }
}
