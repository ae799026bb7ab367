package io.flowforge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEventTest {

  @Test
  void pairsFollowTheEvent() {
    var event = LogEvent.of("transition").with("seq", 3).with("to", "Not Started").with("by", "");

    assertThat(event).hasToString("event=transition seq=3 to=\"Not Started\" by=\"\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "plain-1.2/x|y;plain-1.2/x|y",
        "a b;`\"a b\"`",
        "he said \"no\";`\"he said \\\"no\\\"\"`",
        "x=1;`\"x=1\"`",
        "C:\\temp;`\"C:\\\\temp\"`",
        "`a\nlevel=ERROR`;`\"a\\nlevel=ERROR\"`",
        "a\u0085b;`\"a\\u0085b\"`",
        "a\u2028b;`\"a\\u2028b\"`",
        "a\u009bb;`\"a\\u009bb\"`",
        "a\u202eb;`\"a\\u202eb\"`",
        "a\ud83db;`\"a\\ud83db\"`",
        "a😀b;a😀b",
      })
  void noValueEndsItsPairOrTheLine(String value, String written) {
    assertThat(LogEvent.of("e").with("v", value)).hasToString("event=e v=" + written);
  }
}
