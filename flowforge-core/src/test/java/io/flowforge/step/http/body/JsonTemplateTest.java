package io.flowforge.step.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.CountedText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTemplateTest {

  @ParameterizedTest
  @ValueSource(strings = {"{", " \n{x", "[{", "[ [", "\t[\"", "{{name}}"})
  void recognizesObjectsAndArrays(String text) {
    assertThat(JsonTemplate.beginsLikeJson(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[", "[7", "[urgent]", "\"x\"", "x{", "7", "\u00a0{"})
  void recognizesOtherText(String text) {
    assertThat(JsonTemplate.beginsLikeJson(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[7", " [ -1", "[true]", "[null,", "[false"})
  void recognizesArraysOfNumbersAndLiterals(String text) {
    assertThat(JsonTemplate.beginsLikeArray(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[-", "[-x", "[trueish]", "[null_", "[urgent]", "7", "[nul"})
  void recognizesProseInBrackets(String text) {
    assertThat(JsonTemplate.beginsLikeArray(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"a\":${v}}, {\"a\":\"${v}\"}",
        "`[\"${v}\",${v}]`, `[\"${v}\",\"${v}\"]`",
        "`[\"\\\"${v}\",${a\"b}]`, `[\"\\\"${v}\",\"${a\\\"b}\"]`",
        "[${a${b}], [${a\"${b}\"]",
        "[${}${], [${}${]",
        "[\"${v}, [\"${v}",
        "[\"\\, [\"\\"
      })
  void quotesPlaceholdersThatStandAlone(String text, String quoted) {
    assertThat(JsonTemplate.quoted(text)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\"",
        "\\\"",
        "\"\\\"",
        "${",
        "$",
        "${v}",
        "${v",
        "{",
        "[",
        "\"a\":${v},",
        "\"${v}\"",
        "[ ",
        "\\"
      })
  void readsEachCharacterAFewTimes(String part) {
    assertThat(readsOf(part.repeat(20_000))).isLessThanOrEqualTo(12L * part.length() * 20_000);
    assertThat(readsOf(part.repeat(20_000)))
        .isLessThanOrEqualTo(2 * readsOf(part.repeat(10_000)) + 20);
  }

  private static long readsOf(String text) {
    return CountedText.readsOf(
        text,
        counted -> {
          var _ = JsonTemplate.beginsLikeJson(counted);
          var _ = JsonTemplate.beginsLikeArray(counted);
          var _ = JsonTemplate.quoted(counted);
        });
  }
}
