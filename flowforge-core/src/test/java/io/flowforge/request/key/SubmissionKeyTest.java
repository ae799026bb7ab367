package io.flowforge.request.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.testing.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key may be, and which submissions count as the same. */
class SubmissionKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a\tb", "\u007f", "a\u0000"})
  void hasVisibleAsciiOnly(String key) {
    refuses(key);
  }

  @Test
  void hasAtMost200Characters() {
    assertThat(SubmissionKey.of("x".repeat(200), World.object("{}")).key()).hasSize(200);
    refuses("x".repeat(201));
  }

  private static void refuses(String key) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> SubmissionKey.of(key, World.object("{}")))
        .withMessageContaining("Idempotency-Key must have 1 to 200 visible ASCII characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': 1, 'b': {'c': 2, 'd': 3}} | {'b': {'d': 3, 'c': 2}, 'a': 1} | true",
        "{'a': [{'b': 1, 'c': 2}]}       | {'a': [{'c': 2, 'b': 1}]}       | true",
        "{'a': [1, 2]}                   | {'a': [2, 1]}                   | false",
        "{'a': 1}                        | {'a': '1'}                      | false",
        "{'a': null}                     | {}                              | false",
        "{'a': 'x'}                      | {'a': 'X'}                      | false"
      })
  void ignoresTheOrderOfPropertiesOnly(String one, String other, boolean areSame) {
    assertThat(fingerprint(one).equals(fingerprint(other))).isEqualTo(areSame);
  }

  private static String fingerprint(String json) {
    return SubmissionKey.of("k", World.object(json.replace('\'', '"'))).fingerprint();
  }
}
