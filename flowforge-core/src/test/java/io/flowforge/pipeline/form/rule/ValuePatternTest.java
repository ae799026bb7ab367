package io.flowforge.pipeline.form.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of authors: where they are wrong, and what they may cost. */
class ValuePatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a(b; character 4: missing closing )",
        "ab[c; character 3: missing closing ] in '[c'",
        "ab); character 3: unexpected )",
        "x**; character 2: invalid nested repetition operator in '**'",
        "*a; character 1: missing argument to repetition operator in '*'",
        "ab(?=c); character 3: invalid or unsupported Perl syntax in '(?='",
        "(a)\\1; character 4: invalid escape sequence in '\\1'",
        "\\C; character 1: invalid escape sequence in '\\C'",
        "[b-a]; character 2: invalid character class range in 'b-a'",
        "x{1001}; character 2: invalid repeat count in '{1001}'",
        "\\Q**\\E**; character 7: invalid nested repetition operator in '**'",
        "😀**; character 2: invalid nested repetition operator in '**'",
        "ab\\; character 3: trailing backslash at end of expression"
      })
  void aMistakeHasItsPlace(String pattern, String problem) {
    assertThat(refusal(pattern))
        .isEqualTo(
            problem
                + "; correct it: the syntax is that of RE2, without look-around and references");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?i)a", "(?si)a", "(?i:a)", "a(?m-i)b", "(?i)[B-\\x{1e942}]", "(?s-mi:x)"})
  void caseIsNotFolded(String pattern) {
    assertThat(refusal(pattern)).contains("the flag i is not supported; write both cases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?P<id>a)", "(?<id>a)", "(?:i)", "(?s)i", "\\(?i", "[?(]i"})
  void whatOnlyLooksLikeTheFlagIsAccepted(String pattern) {
    assertThat(ValuePattern.of(pattern)).isInstanceOf(ValuePattern.Compiled.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100}){100}){100}",
        "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})",
        "(a{1000}){1000}",
        "(?:a?){1000}(?:a?){1000}",
        "\\pL{1000}\\pL{1000}",
        "((a{0,1000}){0,1000}){0,1000}",
        "(((a{1000,}){1000,}){1000,}){1000,}"
      })
  void aRepetitionThatGrowsTooLargeIsNotCompiled(String pattern) {
    assertThat(refusal(pattern)).startsWith("is too large: it must have at most 1000 instructions");
  }

  @Test
  void classesWithVeryManyRangesAreFew() {
    assertThat(refusal("\\pL".repeat(21))).isEqualTo("has 21 classes such as \\pL; use at most 20");
    assertThat(ValuePattern.of("\\pL".repeat(20))).isInstanceOf(ValuePattern.Compiled.class);
  }

  /** The estimate may be too high, but never too low. */
  @Test
  void theEstimateIsNotExceeded() {
    var random = new Random(7);
    int compiled = 0;
    for (int i = 0; i < 3_000; i++) {
      String pattern = randomPattern(random, 4);
      if (PatternScan.problemOf(pattern).isEmpty()) {
        try {
          assertThat(Pattern.compile(pattern).programSize())
              .as(pattern)
              .isLessThanOrEqualTo(10 * ValuePattern.MAX_INSTRUCTIONS);
          compiled++;
        } catch (PatternSyntaxException e) {
          assertThat(e).hasMessageNotContaining("internal");
        }
      }
    }
    assertThat(compiled).isGreaterThan(500);
  }

  @ParameterizedTest
  @CsvSource({"(a+)+$,a", "(a|aa)+$,a", "(.*a){20}c,a", "(a?){200}(a?){30}b,a", "(.*)(.*)(.*)x,a"})
  void whatOthersBacktrackOnIsMatched(String pattern, String piece) {
    assertThat(ValuePattern.known(pattern)).isPresent();
    String value = piece.repeat(ValuePattern.MAX_VALUE_LENGTH - 1) + "!";

    assertThat(ValuePattern.known(pattern).orElseThrow().matches(value)).isFalse();
  }

  @Test
  void theLargestExpressionFitsTheStackOfAWorker() throws InterruptedException {
    List<Boolean> results = new ArrayList<>();
    Thread worker =
        Thread.ofVirtual()
            .start(
                () ->
                    results.add(
                        ValuePattern.known("(?:a?){495}b")
                            .orElseThrow()
                            .matches("a".repeat(400) + "b")));
    worker.join();

    assertThat(results).containsExactly(true);
  }

  @Test
  void aValueThatIsTooLongIsNotMatched() {
    var rules = new InputRules(ValueFormat.TEXTAREA, "a+", "", "", 0);

    assertThat(rules.problemsOf("a".repeat(ValuePattern.MAX_VALUE_LENGTH))).isEmpty();
    assertThat(rules.problemsOf("a".repeat(ValuePattern.MAX_VALUE_LENGTH + 1)))
        .containsExactly("must have at most 2000 characters, as it has a pattern; it has 2001");
  }

  @Test
  void thePatternsOfAFormAreLimitedTogether() {
    assertThat(problemsOfMany("(?:a?){400}", 5))
        .containsExactly(
            "the patterns of a form must have at most 3000 instructions together; simplify some, or repeat less",
            "the patterns of a form must have at most 3000 instructions together; simplify some, or repeat less");
    assertThat(problemsOfMany("[" + "a".repeat(498) + "]", 11))
        .containsExactly(
            "the patterns of a form must have at most 5000 characters together; simplify some");
  }

  private static List<String> problemsOfMany(String pattern, int count) {
    List<String> problems = new ArrayList<>();
    var reader = new RulesReader();
    var draft = new RulesDraft(null, TextNode.valueOf(pattern), null, null, null);
    for (int i = 0; i < count; i++) {
      var _ = reader.read(draft, 0, (_, problem) -> problems.add(problem));
    }
    return problems;
  }

  private static String randomPattern(Random random, int depth) {
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
            case 6 -> "(?:" + randomPattern(random, depth - 1) + ")";
            default -> "(" + randomPattern(random, depth - 1) + ")";
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

  private static String refusal(String pattern) {
    assertThat(ValuePattern.of(pattern)).isInstanceOf(ValuePattern.Refused.class);
    return ValuePattern.of(pattern) instanceof ValuePattern.Refused(String problem) ? problem : "";
  }
}
