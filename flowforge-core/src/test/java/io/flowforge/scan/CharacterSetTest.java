package io.flowforge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Doubling;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterSetTest {

  private static final CharacterSet LETTERS = CharacterSet.of("a-c_-");

  @ParameterizedTest
  @CsvSource({"'', true", "abc, true", "a-b_, true", "d, false", "abcA, false", "' a', false"})
  void knowsItsCharacters(String text, boolean isWithin) {
    assertThat(LETTERS.containsAll(text)).isEqualTo(isWithin);
    assertThat(LETTERS.complement().containsAny(text)).isNotEqualTo(isWithin);
  }

  @Test
  void reachesToTheLastCharacter() {
    assertThat(LETTERS.complement().containsAll("\uffff\u0000")).isTrue();
    assertThat(CharacterSet.of("\u0000-\uffff").containsAll("\uffff\u0000")).isTrue();
  }

  @Test
  void splitsAtEachMember() {
    assertThat(CharacterSet.COMMA.split("a,,b,")).containsExactly("a", "", "b", "");
    assertThat(CharacterSet.COMMA.split("")).containsExactly("");
  }

  /** The same results as the regular expressions that it stands for. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void doesWhatAnExpressionDoes(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String text = random(random, " \t\nab,");
      assertThat(CharacterSet.BLANKS.replaceRuns(text, "_"))
          .isEqualTo(text.replaceAll("\\s+", "_"));
      assertThat(CharacterSet.COMMA.split(text)).isEqualTo(List.of(text.split(",", -1)));
      assertThat(CharacterSet.BLANKS.containsAll(text)).isEqualTo(text.matches("\\s*"));
    }
  }

  @Test
  void readsEachCharacterAFewTimes() {
    List<Consumer<CharSequence>> works =
        List.of(
            CharacterSet.BLANKS::containsAll,
            CharacterSet.DIGITS::containsAny,
            CharacterSet.COMMA::split,
            text -> CharacterSet.BLANKS.replaceRuns(text, "_"));
    for (String piece : List.of(" ", " x", "x", ",", ",,x ")) {
      works.forEach(work -> Doubling.readsLinearly(piece::repeat, work));
    }
  }

  @Test
  void anExcerptKeepsPairsTogether() {
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
    assertThat(Excerpt.of("ab😀d", 3)).isEqualTo("ab…");
  }

  private static String random(Random random, String alphabet) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
