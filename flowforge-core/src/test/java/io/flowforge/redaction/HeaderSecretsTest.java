package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderSecretsTest {

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer one two, Bearer one two|one two",
    "X-Auth, Basic am9lOkg0ZGVy, Basic am9lOkg0ZGVy|am9lOkg0ZGVy|joe:H4der|H4der",
    "X-Auth, basic ???, basic ???|???",
    "X-Key, 'a b', a b|b",
    "X-Key, '7 b', 7 b",
    "X-Key, ' one ', one",
    "Cookie, a=four; b=\"five\", a=four; b=\"five\"|four|five",
    "Set-Cookie, sid=six; Path=/api, sid=six; Path=/api|six",
    "X-List, 'a=1,b=2', 'a=1,b=2|1|2'",
    "X-Empty, '', ''"
  })
  void areTheValueAndItsParts(String name, String value, String parts) {
    assertThat(HeaderSecrets.in(name, value)).containsExactlyInAnyOrder(parts.split("\\|"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a=", ";", "a ", "-", "\""})
  @Timeout(10)
  void areFoundInGoodTime(String piece) {
    assertThat(HeaderSecrets.in("X-Key", piece.repeat(100_000))).isNotEmpty();
  }

  @Test
  void ofAValueThatIsOnlyAScheme() {
    assertThat(HeaderSecrets.in("X-Key", "Bearer")).containsExactly("Bearer");
  }
}
