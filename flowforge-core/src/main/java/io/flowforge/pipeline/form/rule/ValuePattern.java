package io.flowforge.pipeline.form.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.flowforge.scan.Excerpt;
import java.util.Objects;
import java.util.Optional;

/**
 * A regular expression in the syntax of RE2, which is matched in time proportional to the length of
 * the value times the size of the expression. Both are limited, and so is compiling.
 */
sealed interface ValuePattern {

  /** The maximum length of a value that is matched, in Unicode code points. */
  int MAX_VALUE_LENGTH = 2_000;

  /** The maximum number of instructions of an expression. */
  int MAX_INSTRUCTIONS = 1_000;

  /** An expression that can be matched. */
  record Compiled(Pattern expression) implements ValuePattern {

    /** Returns whether the whole of a value matches, of at most {@link #MAX_VALUE_LENGTH}. */
    boolean matches(String value) {
      return expression.matches(value);
    }

    /** Returns the number of instructions. */
    int size() {
      return expression.programSize();
    }
  }

  /** An expression that is wrong, or too large. */
  record Uncompiled(String problem) implements ValuePattern {}

  /** Compiles an expression of limited length. */
  static ValuePattern of(String pattern) {
    Optional<String> unsafe = PatternScan.problemOf(pattern);
    if (unsafe.isPresent()) {
      return new Uncompiled(unsafe.get());
    }
    try {
      var compiled = new Compiled(Pattern.compile(pattern));
      return compiled.size() > MAX_INSTRUCTIONS
          ? new Uncompiled(PatternScan.tooLarge(MAX_INSTRUCTIONS))
          : compiled;
    } catch (PatternSyntaxException e) {
      return new Uncompiled(explained(pattern, e));
    }
  }

  /** Returns an expression that was accepted before; empty if it no longer is. */
  static Optional<Compiled> known(String pattern) {
    return of(pattern) instanceof Compiled compiled ? Optional.of(compiled) : Optional.empty();
  }

  private static String explained(String pattern, PatternSyntaxException failure) {
    String culprit = failure.getPattern() == null ? "" : failure.getPattern();
    int end = endOfProblem(pattern, failure);
    boolean isQuoted = !culprit.isEmpty() && pattern.startsWith(culprit, end - culprit.length());
    int begin = isQuoted ? end - culprit.length() : Math.max(end - 1, 0);
    if (failure.getDescription().equals("missing closing )")) {
      begin = pattern.length();
      isQuoted = false;
    }
    String reason =
        failure.getDescription().endsWith("internal error")
            ? "unexpected )"
            : failure.getDescription();
    return "character %d: %s%s; correct it: the syntax is that of RE2, without look-around and references"
        .formatted(
            pattern.codePointCount(0, begin) + 1,
            reason,
            isQuoted ? " in '" + Excerpt.of(culprit, 40) + "'" : "");
  }

  /** Returns where the shortest beginning ends that has the same problem, by bisection. */
  private static int endOfProblem(String pattern, PatternSyntaxException failure) {
    int without = 0;
    int with = pattern.length();
    while (without + 1 < with) {
      int middle = (without + with) / 2;
      if (hasProblem(pattern.substring(0, middle), failure)) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return with;
  }

  private static boolean hasProblem(String beginning, PatternSyntaxException failure) {
    try {
      var _ = Pattern.compile(beginning);
      return false;
    } catch (PatternSyntaxException e) {
      return Objects.equals(e.getMessage(), failure.getMessage());
    }
  }
}
