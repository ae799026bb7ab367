package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretMatcherTest {

  @Test
  void theLongestIsFound() {
    var words = new SecretMatcher(List.of("ab", "abc", "abcde", "b", "abca"));

    assertThat(words.lengthAt("xabcdx", 1)).isEqualTo(3);
    assertThat(words.lengthAt("xabcde", 1)).isEqualTo(5);
    assertThat(words.lengthAt("xabx", 2)).isEqualTo(1);
    assertThat(words.lengthAt("xab", 0)).isZero();
    assertThat(words.lengthAt("xa", 1)).isZero();
    assertThat(new SecretMatcher(List.of()).lengthAt("x", 0)).isZero();
  }

  @Test
  void itIsTheOneThatTryingEachWouldFind() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<String> words = Stream.generate(() -> text(random, 6)).limit(1 + i % 40).toList();
      String text = text(random, 20);
      for (int at = 0; at < text.length(); at++) {
        int from = at;
        int longest =
            words.stream()
                .filter(word -> text.startsWith(word, from))
                .mapToInt(String::length)
                .max()
                .orElse(0);

        assertThat(new SecretMatcher(words).lengthAt(text, at))
            .as("seed %d, words %s, text %s at %d", seed, words, text, at)
            .isEqualTo(longest);
      }
    }
  }

  private static String text(Random random, int most) {
    var text = new StringBuilder();
    int length = 1 + random.nextInt(most);
    random.ints(length, 'a', 'd').forEach(text::appendCodePoint);
    return text.toString();
  }
}
