package io.flowforge.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^[a-z][a-z0-9-]{1,62}$",
        "[a-z]{1,63}(\\.[a-z]{1,63}){1,4}",
        "[[:alpha:]()]{3}",
        "[^]{1000}]{2}",
        "\\Q(a{1000}\\E{2}",
        "a{1000}",
        "a{,3}{x}",
        "(?i)\\pL+",
      })
  void usualExpressionsAreAccepted(String expression) {
    assertThat(LinearPattern.problemOf(expression)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((((a{1000}){1000}){1000}){1000})",
        "(a{100}){100}",
        "(?:a{50}|b{50}){50}",
        "(a{0,100}){0,100}",
        "((a{2,}){500,}){500}",
        "[(](a{100}){100}",
        "\\Q(\\E(a{100}){100}",
        "(\\Q)\\E(a{100})){100}",
        "([)]a{100}){100}",
        "(\\)a{100}){100}",
        "((a+)*){1000}{1000}",
      })
  void repetitionsThatMultiplyAreRefusedBeforeTheyAreCompiled(String expression) {
    assertThat(LinearPattern.problemOf(expression))
        .hasValueSatisfying(problem -> assertThat(problem).contains("too large"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [ | the regular expression is invalid (missing closing ]): use RE2's syntax
          ( | the regular expression is invalid (missing closing )): use RE2's syntax
          (?=a) | the regular expression is invalid (invalid or unsupported Perl syntax): use RE2's syntax
          (a)\\1 | the regular expression is invalid (invalid escape sequence): use RE2's syntax
          """)
  void invalidOnesSayWhy(String expression, String problem) {
    assertThat(LinearPattern.problemOf(expression)).contains(problem);
    assertThatThrownBy(() -> LinearPattern.of(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @Test
  void longOnesAreRefused() {
    assertThat(LinearPattern.problemOf("a".repeat(1_001)))
        .contains("the regular expression has 1,001 characters: use at most 1,000");
  }

  @Test
  void matchesTheWholeTextOrAPart() {
    LinearPattern pattern = LinearPattern.of("b+");
    assertThat(pattern.matches("bbb")).isTrue();
    assertThat(pattern.matches("abbb")).isFalse();
    assertThat(pattern.isFoundIn("abbb")).isTrue();
    assertThat(pattern.isFoundIn("a")).isFalse();
  }

  /** The estimate from the text is never much smaller than what the library makes of it. */
  @Test
  void noExpressionIsLargerThanItsEstimateSays() {
    var random = new Random(7);
    int compiled = 0;
    for (int i = 0; i < 20_000; i++) {
      String expression = expression(random, 4);
      long estimate = new RepetitionScanner(expression).size();
      if (estimate <= 20_000) {
        try {
          assertThat((long) Pattern.compile(expression).programSize())
              .as(expression)
              .isLessThanOrEqualTo(4 * estimate + 10);
          compiled++;
        } catch (PatternSyntaxException e) {
          assertThat(e.getDescription()).isNotBlank();
        }
      }
    }
    assertThat(compiled).isGreaterThan(1_000);
  }

  private static String expression(Random random, int depth) {
    List<String> leaves =
        List.of(
            "a",
            ".",
            "[a-z]",
            "[^]a]",
            "[[:alpha:]()]",
            "\\d",
            "\\)",
            "\\Q({2}\\E",
            "(?i)b",
            "]",
            "}",
            "^");
    if (depth == 0) {
      return leaves.get(random.nextInt(leaves.size()));
    }
    String first = expression(random, random.nextInt(depth));
    String second = expression(random, random.nextInt(depth));
    return switch (random.nextInt(6)) {
      case 0 -> first + second;
      case 1 -> "(" + first + "|" + second + ")";
      case 2 -> "(?:" + first + ")" + List.of("*", "+", "?", "*?").get(random.nextInt(4));
      case 3 -> "(" + first + "){" + random.nextInt(30) + "}";
      case 4 -> first + "{" + random.nextInt(3) + "," + (3 + random.nextInt(30)) + "}";
      default -> "(" + first + second + "){" + random.nextInt(20) + ",}";
    };
  }
}
