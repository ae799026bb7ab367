package io.flowforge.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.flowforge.scan.Excerpt;
import java.util.Optional;

/**
 * A regular expression in RE2's syntax. A match takes time proportional to the length of the text,
 * times the {@linkplain #size size} of the expression, which is bounded. Immutable and thread-safe.
 */
public final class LinearPattern {

  /** The maximum length of an expression in UTF-16 units. */
  public static final int MAX_LENGTH = 1_000;

  /**
   * The maximum number of steps in the compiled expression. The library writes counted repetitions
   * out: <code>(a{1000}){1000}</code> has a million steps.
   */
  private static final int MAX_SIZE = 2_000;

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Returns what is wrong with the expression and what to do. */
  public static Optional<String> problemOf(String expression) {
    try {
      of(expression);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Compiles the expression.
   *
   * @throws IllegalArgumentException if it is none, or too large; the message says what to do
   */
  public static LinearPattern of(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the regular expression has %,d characters: use at most %,d"
              .formatted(expression.length(), MAX_LENGTH));
    }
    // Before it is compiled, because the library would use memory for each step of a huge one.
    if (new RepetitionScanner(expression).size() > MAX_SIZE) {
      throw tooLarge();
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      if (pattern.programSize() > 2 * MAX_SIZE) {
        throw tooLarge();
      }
      return new LinearPattern(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the regular expression is invalid (%s): use RE2's syntax"
              .formatted(Excerpt.of(e.getDescription())),
          e);
    }
  }

  /** Returns whether the whole text matches. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  /** Returns whether some part of the text matches. */
  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }

  /** Returns the number of steps that a match takes for each character, at most. */
  public int size() {
    return pattern.programSize();
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException(
        "the regular expression is too large: its repetitions such as {100} multiply; use smaller"
            + " numbers");
  }
}
