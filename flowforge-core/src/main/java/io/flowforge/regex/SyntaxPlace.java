package io.flowforge.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.flowforge.scan.Excerpt;
import java.util.Objects;

/** Where an expression is invalid; the library does not say. */
record SyntaxPlace(String expression, PatternSyntaxException failure) {

  private static final String CURE =
      "correct it: the syntax is that of RE2, without look-around and references";
  private static final int MAX_QUOTED = 40;

  /** Returns the problem as one of the whole expression. */
  PatternProblem withoutPlace() {
    return new PatternProblem(0, "is invalid: " + reason(), CURE);
  }

  /** Returns the problem with its place. */
  PatternProblem problem() {
    String culprit = failure.getPattern() == null ? "" : failure.getPattern();
    int end = end();
    boolean isQuoted = !culprit.isEmpty() && expression.startsWith(culprit, end - culprit.length());
    int begin = isQuoted ? end - culprit.length() : Math.max(end - 1, 0);
    if (failure.getDescription().equals("missing closing )")) {
      begin = expression.length();
      isQuoted = false;
    }
    return new PatternProblem(
        expression.codePointCount(0, begin) + 1,
        reason() + (isQuoted ? " in '" + Excerpt.of(culprit, MAX_QUOTED) + "'" : ""),
        CURE);
  }

  private String reason() {
    return failure.getDescription().endsWith("internal error")
        ? "unexpected )"
        : failure.getDescription();
  }

  /** Returns where the shortest beginning ends that has the same problem, by bisection. */
  private int end() {
    int without = 0;
    int with = expression.length();
    while (without + 1 < with) {
      int middle = (without + with) / 2;
      if (hasProblem(expression.substring(0, middle))) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return with;
  }

  private boolean hasProblem(String beginning) {
    try {
      var _ = Pattern.compile(beginning);
      return false;
    } catch (PatternSyntaxException e) {
      return Objects.equals(e.getMessage(), failure.getMessage());
    }
  }
}
