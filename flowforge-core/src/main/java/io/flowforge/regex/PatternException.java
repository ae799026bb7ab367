package io.flowforge.regex;

import org.jspecify.annotations.Nullable;

/** A regular expression that is none, or too large. The message has no place and no cure. */
public final class PatternException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable SyntaxPlace place;
  private final transient PatternProblem problem;

  PatternException(PatternProblem problem) {
    super(problem.wholeSentence());
    this.problem = problem;
    this.place = null;
  }

  PatternException(SyntaxPlace place) {
    super(place.withoutPlace().wholeSentence(), place.failure());
    this.problem = place.withoutPlace();
    this.place = place;
  }

  /** Returns the problem with its place. Finding it compiles some ten parts of the expression. */
  public PatternProblem problem() {
    return place == null ? problem : place.problem();
  }
}
