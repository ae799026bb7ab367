package io.flowforge.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.evaluation.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    return problemsOf(text, scope, true);
  }

  /**
   * Returns everything that is wrong with the condition, in the order of the columns.
   *
   * @param comparesNames whether the nearest known name of an unknown one is looked for, which
   *     takes a while if many names are known
   */
  public static List<ConditionProblem> problemsOf(
      String text, ConditionScope scope, boolean comparesNames) {
    return CelEnvironment.ofRequests().problemsOf(text, new RequestNames(scope, comparesNames));
  }

  /**
   * Returns what the condition of a step refers to: each variable with the first name behind it,
   * such as {@code form.env} or {@code steps.repo}. If that name is computed, only the variable and
   * a dot are there, such as {@code form.}. Empty for text that is no condition.
   */
  public static Set<String> referencesIn(String text) {
    var names = new NameCollection();
    var _ = CelEnvironment.ofRequests().problemsOf(text, names);
    return names.found();
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

  /**
   * Returns everything that is wrong with a condition on a response, in the order of the columns.
   */
  public static List<ConditionProblem> problemsOfResponseCondition(String text) {
    return CelEnvironment.ofResponses().problemsOf(text, new ResponseNames());
  }

  /**
   * Compiles a stored condition on a response and keeps it for its evaluation.
   *
   * @throws ConditionException if the text is no condition
   */
  public static void prepareResponseCondition(String text) throws ConditionException {
    var _ = CelEnvironment.ofResponses().compiled(text);
  }

  /**
   * Returns whether a condition on a response holds.
   *
   * @throws ConditionException if it cannot be evaluated with this response
   */
  public static boolean evaluate(String text, ResponseInput input) throws ConditionException {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    response.put("status", input.status());
    response.set("headers", input.headers());
    response.set("body", input.body());
    return evaluate(CelEnvironment.ofResponses(), text, Map.of("response", response));
  }

  private static boolean evaluate(
      CelEnvironment environment, String text, Map<String, ? extends JsonNode> input)
      throws ConditionException {
    return switch (environment.compiled(text).evaluate(input)) {
      case Evaluation.Result result -> result.holds();
      case Evaluation.NoResult none ->
          throw new ConditionException(ConditionProblem.of(none.reason()));
    };
  }
}
