package io.flowforge.step.http.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.json.Json;
import io.flowforge.redaction.SecretNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"pwd\": \"1\", \"a\": 2} | {\"pwd\": \"***\", \"a\": 2}",
        "{\"a\":1,\"token\":7} | {\"a\":1,\"token\":\"***\"}",
        "{ \"\\u0070wd\" : \"a\\\"b\" } | { \"\\u0070wd\" : \"***\" }",
        "{\"token\": {\"a\": [\"b\", 3, true, null]}, \"c\": \"d\"} |"
            + " {\"token\": {\"a\": [\"***\", \"***\", true, null]}, \"c\": \"d\"}",
        "{\"pwd\": \"1\"} {\"pwd\": \"2\"} x | {\"pwd\": \"***\"} {\"pwd\": \"***\"} x",
        "{\"pwd\": \"unfinish | {\"pwd\": \"***\"",
        "{\"a\": 1, \"pwd\": [\"x\", abc] | {\"a\": 1, \"pwd\": [\"***\"***",
        "{\"pwd\": 12x, \"a\": 1} | {\"pwd\": \"***\"***",
        "{\"a\": 1} and pwd=2 or so | {\"a\": 1} and pwd=*** or so",
        "user=joe&pwd=1&t | user=joe&pwd=***&t",
        "pass%77ord=a+b; token=c | pass%77ord=***; token=***",
        "no secrets: a=b | no secrets: a=b",
        "[1, \"pwd\"] | [1, \"pwd\"]",
        "\"pwd\" | \"pwd\""
      })
  void areMasked(String text, String masked) {
    assertThat(masked(text)).isEqualTo(masked);
  }

  @Test
  void areMaskedAfterAByteOrderMark() {
    assertThat(masked("\ufeff{\"pwd\": \"1\"}")).isEqualTo("{\"pwd\": \"***\"}");
  }

  /** The parser reads long texts in parts. */
  @ParameterizedTest
  @ValueSource(ints = {3_990, 4_000, 31_990, 32_000, 100_000})
  void areMaskedFarBehind(int before) {
    String start = "{\"a\": \"" + "x".repeat(before) + "\", \"pwd\": \"";

    assertThat(masked(start + "12345678901234567890\", \"b\": 1}"))
        .isEqualTo(start + "***\", \"b\": 1}");
  }

  @Test
  void textWithoutSecretsIsUnchanged() {
    String text = " { \"a\" : [ 1.50 , \"b\\/c\" ] }\n\n{\"d\":null} ";

    assertThat(masked(text)).isEqualTo(text);
  }

  @Test
  @Timeout(10)
  void areMaskedInGoodTime() {
    for (String piece : new String[] {"a", "a=", "&", "pwd=", "{\"a\":", "[", "\"", "1 ", "="}) {
      assertThat(masked(piece.repeat(100_000 / piece.length()))).isNotEmpty();
    }
  }

  private static String masked(String text) {
    return SecretFields.masked(text, SecretNames.USUAL.asPredicate(), Json.mapper());
  }
}
