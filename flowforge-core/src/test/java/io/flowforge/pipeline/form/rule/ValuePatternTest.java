package io.flowforge.pipeline.form.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(problemsOfMany("(?:a?){400}", 8))
        .containsExactly(
            "the patterns of a form must have at most 5000 instructions together; simplify some, or repeat less",
            "the patterns of a form must have at most 5000 instructions together; simplify some, or repeat less");
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

  private static String refusal(String pattern) {
    assertThat(ValuePattern.of(pattern)).isInstanceOf(ValuePattern.Uncompiled.class);
    return ValuePattern.of(pattern) instanceof ValuePattern.Uncompiled(String problem)
        ? problem
        : "";
  }
}
