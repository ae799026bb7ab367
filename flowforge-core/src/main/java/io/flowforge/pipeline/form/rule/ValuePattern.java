package io.flowforge.pipeline.form.rule;

import io.flowforge.regex.LinearPattern;
import io.flowforge.regex.PatternException;
import io.flowforge.regex.PatternLimits;
import java.util.Optional;

/** A regular expression that the whole value of an input must match, in the syntax of RE2. */
sealed interface ValuePattern {

  /** The maximum length of a value that is matched, in Unicode code points. */
  int MAX_VALUE_LENGTH = 2_000;

  /** The maximum length of an expression, in Unicode code points. */
  int MAX_LENGTH = 500;

  /** The maximum number of instructions of an expression. */
  int MAX_INSTRUCTIONS = 1_000;

  /** What one expression may cost; it folds no case. */
  PatternLimits LIMITS = new PatternLimits(2 * MAX_LENGTH, MAX_INSTRUCTIONS, false);

  /** An expression that can be matched. */
  record Compiled(LinearPattern expression) implements ValuePattern {

    /** Returns whether the whole of a value matches, of at most {@link #MAX_VALUE_LENGTH}. */
    boolean matches(String value) {
      return expression.matches(value);
    }

    /** Returns the number of instructions. */
    int size() {
      return expression.size();
    }
  }

  /** An expression that is wrong, or too large. */
  record Uncompiled(String problem) implements ValuePattern {}

  /** Compiles an expression. */
  static ValuePattern of(String pattern) {
    try {
      return new Compiled(LinearPattern.of(pattern, LIMITS));
    } catch (PatternException e) {
      return new Uncompiled(e.problem().sentence());
    }
  }

  /** Returns an expression that was accepted before; empty if it no longer is. */
  static Optional<Compiled> known(String pattern) {
    return of(pattern) instanceof Compiled compiled ? Optional.of(compiled) : Optional.empty();
  }
}
