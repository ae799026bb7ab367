package io.flowforge.step.http.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLinesTest {

  @Test
  void oneLineFollowsItsLabel() {
    assertThat(BodyLines.of("Body", "{\"a\": 1}\n", 1024, true))
        .containsExactly("Body: {\"a\": 1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void eachLineIsMarked(String lineBreak) {
    String text = String.join(lineBreak, "{", "  \"a\": 1", "", "Response status 200", "}");

    assertThat(BodyLines.of("Body", text + lineBreak, 1024, true))
        .containsExactly("Body:", "| {", "|   \"a\": 1", "| ", "| Response status 200", "| }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "語", "😀"})
  void areCutBetweenCharacters(String character) {
    int size = character.getBytes(StandardCharsets.UTF_8).length;

    for (int max = 4 * size; max < 5 * size; max++) {
      assertThat(BodyLines.of("Body", character.repeat(4), max, true))
          .containsExactly("Body: " + character.repeat(4));
      assertThat(BodyLines.of("Body", character.repeat(5), max, true))
          .containsExactly("Body: " + character.repeat(4) + "…");
    }
  }

  @Test
  void sayThatTheBodyGoesOn() {
    assertThat(BodyLines.of("Body", "abc", 1024, false)).containsExactly("Body: abc…");
    assertThat(BodyLines.of("Body", "a\nb", 1024, false)).containsExactly("Body:", "| a", "| b…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000 | \\u0000", "0007 | \\u0007", "001b | \\u001b", "000b | \\u000b", "007f | \\u007f",
        "0085 | \\u0085", "009b | \\u009b", "2028 | \\u2028", "2029 | \\u2029", "202e | \\u202e",
        "2066 | \\u2066", "200f | \\u200f", "feff | \\ufeff", "00ad | \\u00ad", "d800 | \\ud800",
        "e0041 | \\u{e0041}", "200d | \u200d", "200c | \u200c"
      })
  void controlCharactersAreVisible(String code, String shown) {
    String text = "a" + Character.toString(Integer.parseInt(code, 16)) + "b";

    assertThat(BodyLines.of("Body", text, 1024, true)).containsExactly("Body: a" + shown + "b");
  }

  @Test
  void tabsAreSpaces() {
    assertThat(BodyLines.of("Body", "a\tb", 1024, true)).containsExactly("Body: a b");
  }

  @Test
  void areNoMoreThanAHundred() {
    List<String> lines = BodyLines.of("Body", "a\n".repeat(2_000), 4096, true);

    assertThat(lines).hasSize(102).endsWith("| …");
    assertThat(BodyLines.of("Body", "\n".repeat(2_000) + "a", 4096, true)).hasSize(102);
  }

  @Test
  void longLinesContinue() {
    List<String> lines = BodyLines.of("Body", "😀".repeat(1_024), 4096, true);

    assertThat(lines).containsExactly("Body:", "| " + "😀".repeat(1_000), "| " + "😀".repeat(24));
  }
}
