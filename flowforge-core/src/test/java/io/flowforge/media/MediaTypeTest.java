package io.flowforge.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.flowforge.testing.CountedText;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain                          | text/plain               | {}",
        "Application/JSON                    | application/json         | {}",
        "' \tapplication/vnd.api+json \t'    | application/vnd.api+json | {}",
        "text/plain;charset=utf-8            | text/plain               | {charset=utf-8}",
        "text/plain ; Charset=UTF-8          | text/plain               | {charset=UTF-8}",
        "text/plain;charset=\"utf-8\"        | text/plain               | {charset=utf-8}",
        "text/plain;a=\"x\\\"; b=\\\\y\";b=z | text/plain               | {a=x\"; b=\\y, b=z}",
        "text/plain;a=1;A=2                  | text/plain               | {a=1}",
        "text/plain;                         | text/plain               | {}",
        "text/plain; ;;a=                    | text/plain               | {a=}"
      })
  void readsTypeSubtypeAndParameters(String text, String name, String parameters) {
    assertThat(MediaType.of(text))
        .hasValueSatisfying(
            type -> {
              assertThat(type.name()).isEqualTo(name);
              assertThat(type.parameters()).hasToString(parameters);
              assertThat(type.rest()).isEmpty();
            });
  }

  /** Targets read the beginning of such a header, so it counts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json, text/plain | ', text/plain'",
        "application/json x           | x",
        "application/json;a b         | ' b'",
        "application/json;a=1 b       | b",
        "application/json/x           | /x"
      })
  void keepsWhatIsNotPartOfAMediaType(String text, String rest) {
    assertThat(MediaType.of(text))
        .hasValueSatisfying(
            type -> {
              assertThat(type.name()).isEqualTo("application/json");
              assertThat(type.rest()).isEqualTo(rest);
            });
  }

  @Test
  void aQuotedParameterMayLackItsEnd() {
    assertThat(MediaType.of("a/b;c=\"d").orElseThrow().parameters())
        .containsExactly(entry("c", "d"));
    assertThat(MediaType.of("a/b;c=\"d\\").orElseThrow().parameters())
        .containsExactly(entry("c", "d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "json", "/json", "text/", "text /plain", "text/ plain", "${v}", "ä/b"})
  void otherTextIsNoMediaType(String text) {
    assertThat(MediaType.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t",
        "a",
        "/",
        ";",
        "a/b ",
        "a/b;",
        "a/b; ",
        "a/b;c=",
        "a/b;c=d;",
        "a/b;c=\"",
        "a/b;c=\\",
        "a/b;c=\"\\\"",
        "a/b,",
        "a/b /json",
        "+json",
        "a/b; x=\"y\" "
      })
  void readsEachCharacterAFewTimes(String part) {
    long once = readsOf(part.repeat(10_000));
    long twice = readsOf(part.repeat(20_000));

    assertThat(twice).isLessThanOrEqualTo(3L * part.length() * 20_000);
    assertThat(twice).isLessThanOrEqualTo(2 * once + 10);
    assertThat(bytesFor(part.repeat(20_000))).isLessThan(3 * bytesFor(part.repeat(10_000)));
  }

  private static long readsOf(String text) {
    return CountedText.readsOf(text, MediaType::of);
  }

  private static long bytesFor(String text) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    var type = MediaType.of(text);
    // A text that is refused at its first character allocates next to nothing.
    return threads.getCurrentThreadAllocatedBytes() - before + 10_000 + type.map(_ -> 0).orElse(0);
  }
}
