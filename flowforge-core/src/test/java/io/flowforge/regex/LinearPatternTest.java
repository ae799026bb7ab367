package io.flowforge.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  private static final PatternLimits LIMITS = new PatternLimits(1_000, 2_000, true);
  private static final PatternLimits CASED = new PatternLimits(1_000, 1_000, false);

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
        "(?i)^prod(uction)?-[a-z_.]{1,63}$",
        "(?i:[^a-c\\d\\]\\-])[^\\W]",
        "(?i)grün",
        "[à-ý]",
      })
  void usualExpressionsAreAccepted(String expression) {
    assertThat(LinearPattern.problemOf(expression, LIMITS)).isEmpty();
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
        "((a{100}){100}){100}",
        "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(a{1000}){1000}",
        "(?:a?){1000}(?:a?){1000}",
        "((a{0,1000}){0,1000}){0,1000}",
        "(((a{1000,}){1000,}){1000,}){1000,}"
      })
  void repetitionsThatMultiplyAreRefused(String expression) {
    assertThat(LinearPattern.problemOf(expression, LIMITS)).contains(PatternScan.tooLarge(LIMITS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)[B-\\x{1e942}]",
        "(?i)[\\101-z]",
        "[\\x41-\\x5a](?s-mi:x)",
        "(?i)[!-é]",
        "(?i)[^\\😀]",
        "(?i)[[:alpha:]\\x{100}]",
      })
  void caseIsNotIgnoredInClassesThatMayBeLarge(String expression) {
    assertThat(LinearPattern.problemOf(expression, LIMITS))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.character()).isEqualTo(expression.indexOf('[') + 1);
              assertThat(problem.reason()).startsWith("the flag i does not work with this class");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?i)a", "(?si)a", "(?i:a)", "a(?m-i)b", "(?i)[B-\\x{1e942}]", "(?s-mi:x)"})
  void aCallerMayRefuseTheFlagAltogether(String expression) {
    assertThat(LinearPattern.problemOf(expression, CASED))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.sentence())
                    .isEqualTo(
                        "character %d: the flag i is not supported; write both cases, such as [Aa]"
                            .formatted(expression.indexOf('(') + 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?P<id>a)", "(?<id>a)", "(?:i)", "(?s)i", "\\(?i", "[?(]i", "\\Q(?i)"})
  void whatOnlyLooksLikeTheFlagIsAccepted(String expression) {
    assertThat(LinearPattern.problemOf(expression, CASED)).isEmpty();
  }

  @Test
  void classesWithVeryManyRangesAreFew() {
    assertThat(LinearPattern.problemOf("\\pL".repeat(21), LIMITS))
        .contains(new PatternProblem(0, "has 21 classes such as \\pL", "use at most 20"));
    assertThat(LinearPattern.problemOf("(?i)" + "[\\PL]".repeat(20), LIMITS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [ | 1 | missing closing ] in '['
          ( | 2 | missing closing )
          a(b | 4 | missing closing )
          ab[c | 3 | missing closing ] in '[c'
          ab) | 3 | unexpected )
          x** | 2 | invalid nested repetition operator in '**'
          *a | 1 | missing argument to repetition operator in '*'
          (?=a) | 1 | invalid or unsupported Perl syntax in '(?='
          (a)\\1 | 4 | invalid escape sequence in '\\1'
          [b-a] | 2 | invalid character class range in 'b-a'
          x{1001} | 2 | invalid repeat count in '{1001}'
          \\Q**\\E** | 7 | invalid nested repetition operator in '**'
          😀** | 2 | invalid nested repetition operator in '**'
          ab\\ | 3 | trailing backslash at end of expression
          """)
  void invalidOnesSayWhereAndWhy(String expression, int character, String reason) {
    var problem =
        new PatternProblem(
            character,
            reason,
            "correct it: the syntax is that of RE2, without look-around and references");

    assertThat(LinearPattern.problemOf(expression, LIMITS)).contains(problem);
    assertThat(problem.wholeSentence())
        .startsWith(
            "the regular expression is wrong at its character %d: %s; "
                .formatted(character, reason));
    assertThatThrownBy(() -> LinearPattern.of(expression, LIMITS))
        .isInstanceOf(PatternException.class)
        .hasMessageStartingWith(
            "the regular expression is invalid: " + reason.split(" in '", 2)[0]);
  }

  @Test
  void longOnesAreRefused() {
    assertThat(LinearPattern.problemOf("a".repeat(1_000), LIMITS)).isEmpty();
    assertThat(
            LinearPattern.problemOf("a".repeat(1_001), LIMITS).map(PatternProblem::wholeSentence))
        .contains("the regular expression has 1,001 characters; use at most 1,000");
  }

  @Test
  void matchesTheWholeTextOrAPart() throws PatternException {
    LinearPattern pattern = LinearPattern.of("b+", LIMITS);
    assertThat(pattern.matches("bbb")).isTrue();
    assertThat(pattern.matches("abbb")).isFalse();
    assertThat(pattern.isFoundIn("abbb")).isTrue();
    assertThat(pattern.isFoundIn("a")).isFalse();
  }

  /** The estimate from the text may be too high, but never too low. */
  @Test
  void noExpressionIsLargerThanItsEstimate() {
    var random = new Random(7);
    requireEstimates(20_000, () -> nested(random, 4));
    requireEstimates(3_000, () -> joined(random, 4));
  }

  private static void requireEstimates(int count, Supplier<String> expressions) {
    int compiled = 0;
    for (int i = 0; i < count; i++) {
      String expression = expressions.get();
      if (new PatternScan(expression, LIMITS).problem().isEmpty()) {
        try {
          // The program has a start and an end, and the whole match is a group.
          assertThat((long) Pattern.compile(expression).programSize())
              .as(expression)
              .isLessThanOrEqualTo(LinearPattern.estimate(expression, LIMITS) + 4);
          compiled++;
        } catch (PatternSyntaxException e) {
          assertThat(e).hasMessageNotContaining("internal");
        }
      }
    }
    assertThat(compiled).isGreaterThan(count / 10);
  }

  private static String nested(Random random, int depth) {
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
    String first = nested(random, random.nextInt(depth));
    String second = nested(random, random.nextInt(depth));
    return switch (random.nextInt(6)) {
      case 0 -> first + second;
      case 1 -> "(" + first + "|" + second + ")";
      case 2 -> "(?:" + first + ")" + List.of("*", "+", "?", "*?").get(random.nextInt(4));
      case 3 -> "(" + first + "){" + random.nextInt(30) + "}";
      case 4 -> first + "{" + random.nextInt(3) + "," + (3 + random.nextInt(30)) + "}";
      default -> "(" + first + second + "){" + random.nextInt(20) + ",}";
    };
  }

  private static String joined(Random random, int depth) {
    var pattern = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      pattern.append(
          switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 0 -> "a";
            case 1 -> random.nextBoolean() ? "[(b-d]" : "[^])[:alpha:]\\])]";
            case 2 -> random.nextBoolean() ? "\\Q\\\\E" : "\\Q()(\\E";
            case 3 -> "\\(";
            case 4 -> "\\\\";
            case 5 -> "|";
            case 6 -> "(?:" + joined(random, depth - 1) + ")";
            default -> "(" + joined(random, depth - 1) + ")";
          });
      pattern.append(
          switch (random.nextInt(8)) {
            case 0 -> "{%d}".formatted(random.nextInt(30));
            case 1 -> "{%d,}".formatted(random.nextInt(30));
            case 2 -> "{2,%d}".formatted(2 + random.nextInt(30));
            case 3 -> "*";
            case 4 -> "?";
            default -> "";
          });
    }
    return pattern.toString();
  }
}
