package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Doubling;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameWordsTest {

  /** The definition of the words as one expression, which is too slow for long input. */
  private static final String BETWEEN_WORDS =
      "[^\\p{L}\\p{M}\\p{N}]+"
          + "|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
          + "|(?<=\\p{Alnum})(?=\\P{Alnum})|(?<=\\P{Alnum})(?=\\p{Alnum})";

  @ParameterizedTest
  @CsvSource({
    "authToken, -auth-token-",
    "HTTPToken, -http-token-",
    "X-Api__Key, -x-api-key-",
    "アクセスtoken, -アクセス-token-",
    "v2Key, -v2-key-",
    "'', -"
  })
  void separatesWords(String name, String words) {
    assertThat(NameWords.of(name)).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void areThoseOfTheExpression(long seed) {
    var random = new Random(seed);
    List<String> letters =
        List.of("a", "b", "A", "B", "1", "²", "_", "-", " ", "é", "É", "ア", "ǅ", "\u0301", "😀");
    for (int i = 0; i < 2_000; i++) {
      var name = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        name.append(letters.get(random.nextInt(letters.size())));
      }
      assertThat(NameWords.of(name.toString())).as(name.toString()).isEqualTo(expected(name));
    }
  }

  /** Ordering many combining marks takes quadratic time. */
  @Test
  void aNameBeyondAllMeasureIsSecretWithoutALook() {
    var isSecret = SecretNames.USUAL.asPredicate();

    assertThat(isSecret.test("x".repeat(1_000))).isFalse();
    assertThat(isSecret.test("x".repeat(1_001))).isTrue();
    Doubling.takesLinearTime(
        20_000,
        n -> "\u0301".repeat(n) + "\u0316".repeat(n),
        name -> assertThat(isSecret.test(name)).isTrue());
  }

  private static String expected(CharSequence name) {
    String words = name.toString().replaceAll(BETWEEN_WORDS, "-").toLowerCase(Locale.ROOT);
    return ("-" + words + "-").replaceAll("-+", "-");
  }
}
