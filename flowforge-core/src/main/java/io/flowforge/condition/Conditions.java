package io.flowforge.condition;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.condition.evaluation.Evaluation;
import java.util.List;
import java.util.Map;

/**
 * Checks and evaluates conditions, which are written in CEL. Thread-safe. However hostile a
 * condition is, checking and evaluating it ends soon: its length, its nesting, the items that it
 * looks at, the size of the values that it makes, and its work as a whole are bounded.
 */
public final class Conditions {

  /** The maximum length of a condition in characters (code points). */
  public static final int MAX_LENGTH = CelEnvironment.MAX_LENGTH;

  private Conditions() {}

  /** Returns everything that is wrong with the condition, in the order of the columns. */
  public static List<ConditionProblem> problemsOf(String text, ConditionScope scope) {
    return CelEnvironment.ofRequests().problemsOf(text, new RequestNames(scope));
  }

  /**
   * Returns whether the condition holds.
   *
   * @throws ConditionException if it cannot be evaluated with these values
   */
  public static boolean evaluate(String text, ConditionInput input) throws ConditionException {
    return evaluate(
        CelEnvironment.ofRequests(),
        text,
        Map.of("form", input.form(), "steps", input.steps(), "request", input.request()));
  }

  private static boolean evaluate(
      CelEnvironment environment, String text, Map<String, ? extends JsonNode> input)
      throws ConditionException {
    return switch (environment.compiled(text).evaluate(input)) {
      case Evaluation.Result result -> result.holds();
      case Evaluation.Failed failed ->
          throw new ConditionException(ConditionProblem.of(failed.reason()));
    };
  }
}
