package io.flowforge.condition.evaluation;

import io.flowforge.condition.tree.ConditionFinding;

/** What comes of evaluating a condition. */
public sealed interface Evaluation {

  /** The condition holds, or does not. */
  record Result(boolean holds) implements Evaluation {}

  /** The condition cannot be evaluated. */
  record NoResult(ConditionFinding reason) implements Evaluation {}
}
