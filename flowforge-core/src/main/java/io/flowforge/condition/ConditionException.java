package io.flowforge.condition;

/**
 * A condition that cannot be evaluated with the values of a request. The message is one sentence
 * for the author of the pipeline: the column where the text has one, and what is wrong. It shows no
 * value, and has no full stop.
 */
public final class ConditionException extends Exception {

  private static final long serialVersionUID = 1L;

  ConditionException(ConditionProblem problem) {
    super("column " + problem.column() + ": " + problem.sentence());
  }
}
