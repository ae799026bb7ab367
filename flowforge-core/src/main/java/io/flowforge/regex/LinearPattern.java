package io.flowforge.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression in RE2's syntax. A match takes time proportional to the length of the text,
 * times the {@linkplain #size size} of the expression, which is limited, and so is compiling it.
 * Immutable and thread-safe.
 */
public final class LinearPattern {

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Returns what is wrong with the expression. */
  public static Optional<PatternProblem> problemOf(String expression, PatternLimits limits) {
    try {
      var _ = of(expression, limits);
      return Optional.empty();
    } catch (PatternException e) {
      return Optional.of(e.problem());
    }
  }

  /**
   * Compiles the expression.
   *
   * @throws PatternException if it is none, or too large
   */
  public static LinearPattern of(String expression, PatternLimits limits) throws PatternException {
    // Before it is compiled, because the library uses memory for each step of a huge one.
    Optional<PatternProblem> unsafe = new PatternScan(expression, limits).problem();
    if (unsafe.isPresent()) {
      throw new PatternException(unsafe.get());
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      if (pattern.programSize() > limits.maxInstructions()) {
        throw new PatternException(PatternScan.tooLarge(limits));
      }
      return new LinearPattern(pattern);
    } catch (PatternSyntaxException e) {
      throw new PatternException(new SyntaxPlace(expression, e));
    }
  }

  /**
   * Returns an estimate of the number of steps that compiling the expression takes, from its text
   * alone; 0 if {@link #of} refuses to compile it.
   */
  public static long estimate(String expression, PatternLimits limits) {
    return new PatternScan(expression, limits).estimate();
  }

  /** Returns whether the whole text matches. */
  public boolean matches(String text) {
    return pattern.matches(text);
  }

  /** Returns whether some part of the text matches. */
  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }

  /** Returns the number of steps that a match takes for each character, at most. */
  public int size() {
    return pattern.programSize();
  }
}
