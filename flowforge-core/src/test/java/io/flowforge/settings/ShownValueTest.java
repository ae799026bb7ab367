package io.flowforge.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownValueTest {

  @ParameterizedTest
  @CsvSource({
    "8080, 8080",
    "example.eu.auth0.com, example.eu.auth0.com",
    "https://a.example/x#y, https://a.example/x#y",
    "postgres://db:5432/f, postgres://db:5432/f",
    "postgres://joe@db/f, postgres://joe@db/f",
    "postgres://joe:hush@db/f?sslmode=disable, postgres://joe:***@db/f?sslmode=disable",
    "postgres://db/f?user=joe&password=hush, postgres://db/f?user=joe&password=***",
    "postgres://joe@db/f?sslpassword=hush, postgres://joe@db/f?sslpassword=***",
    "'mongodb://joe:hush@a:1,b:2/x?replicaSet=r&w=1','mongodb://joe:***@a:1,b:2/x?replicaSet=r&w=1'",
    "mongodb://a/?authMechanismProperties=TOKEN:hush, mongodb://a/?authMechanismProperties=***",
    "https://a/?hush, https://a/?***",
    "postgres://joe:hu/sh@db/f, postgres://***",
    "postgres://joe:hu@sh@db/f, postgres://***",
    "postgres://joe@db/f?password=hu@sh, postgres://***",
    "joe:hush@db:5432/f, ***",
    "https://:hush@db/, https://:***@db/"
  })
  void hidesSecrets(String value, String shown) {
    assertThat(ShownValue.of(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"'a\nb', a b", "'a\u001b[31mb', 'a [31mb'"})
  void isOneLine(String value, String shown) {
    assertThat(ShownValue.of(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"x", "https://x/"})
  void isBounded(String value) {
    assertThat(ShownValue.of(value + "x".repeat(100_000))).hasSizeLessThan(300);
  }
}
