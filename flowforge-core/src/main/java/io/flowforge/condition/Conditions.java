package io.flowforge.condition;

import java.util.List;
import java.util.Map;

/** Checks and evaluates conditions. Thread-safe. */
public final class Conditions {

  private Conditions() {}

  /** Returns everything that is wrong with the text, in the order of the columns. */
  public static List<ConditionProblem> problemsOf(String text, ConditionScope scope) {
    return CelEnvironment.problemsOf(text);
  }

  /**
   * Returns whether the condition holds.
   *
   * @throws ConditionException if it cannot be evaluated
   */
  public static boolean evaluate(String text, ConditionInput input) throws ConditionException {
    return CelEnvironment.evaluate(
        text, Map.of("form", input.form(), "steps", input.steps(), "request", input.request()));
  }
}
