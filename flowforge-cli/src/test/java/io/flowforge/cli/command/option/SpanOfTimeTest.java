package io.flowforge.cli.command.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SpanOfTimeTest {

  @ParameterizedTest
  @CsvSource({
    "90, 90",
    "90s, 90",
    "10m, 600",
    "2h, 7200",
    "1h30m, 5400",
    "2d12h, 216000",
    "' 10M ', 600"
  })
  void readsWhatPeopleWrite(String text, long seconds) {
    assertThat(new SpanOfTime().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0",
        "-5s",
        "5 minutes",
        "32d",
        "1h30",
        "m",
        "99999999999999999999",
        "1e3"
      })
  void refusesTheRest(String text) {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new SpanOfTime().convert(text));
  }
}
