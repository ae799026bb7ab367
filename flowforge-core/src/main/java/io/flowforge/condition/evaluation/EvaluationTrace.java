package io.flowforge.condition.evaluation;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.values.ErrorValue;
import dev.cel.runtime.CelEvaluationListener;
import io.flowforge.condition.tree.Expressions;
import io.flowforge.condition.tree.Kinds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees the value of each part of a condition: counts the work, remembers the kinds for messages,
 * and ends evaluations that the library would continue with a result that nobody means. Not
 * thread-safe.
 */
final class EvaluationTrace implements CelEvaluationListener {

  private static final Set<String> OPERATORS_THAT_PASS_ERRORS =
      Set.of("_&&_", "_||_", "_?_:_", "@not_strictly_false");

  private final Work work;
  private final Set<Long> strictParts;
  private final Map<Long, String> kinds = new HashMap<>();

  EvaluationTrace(Work work, Set<Long> strictParts) {
    this.work = work;
    this.strictParts = strictParts;
  }

  /**
   * Returns the ids of the parts whose errors end the evaluation. The library represents an error
   * of {@code &&} and {@code ||} as a value, and would compare it with other values, say.
   */
  static Set<Long> strictParts(CelExpr tree) {
    Set<Long> strict = new HashSet<>();
    Expressions.forEach(
        tree,
        whole -> {
          boolean passesErrors =
              whole.getKind() == Kind.CALL
                  && OPERATORS_THAT_PASS_ERRORS.contains(whole.call().function());
          if (whole.getKind() == Kind.COMPREHENSION) {
            strict.add(whole.comprehension().iterRange().id());
          } else if (passesErrors && whole.call().function().equals("_?_:_")) {
            strict.add(whole.call().args().getFirst().id());
          } else if (!passesErrors) {
            Expressions.parts(whole).forEach(part -> strict.add(part.id()));
          }
        });
    return strict;
  }

  @Override
  public void callback(CelExpr part, Object value) {
    work.result(value);
    kinds.put(part.id(), Kinds.of(value));
    if (value instanceof ErrorValue error && strictParts.contains(part.id())) {
      throw error.value() instanceof RuntimeException e
          ? e
          : new IllegalStateException(error.value());
    }
    if (part.getKind() == Kind.CALL) {
      refuseTextComparedWithOthers(part);
    }
  }

  Work work() {
    return work;
  }

  /** Returns the kind of the part's value when it was last evaluated. */
  String kind(CelExpr part) {
    return kinds.getOrDefault(part.id(), Kinds.ERROR);
  }

  /**
   * In CEL, text is unequal to every number, so that {@code form.replicas == 5} would never hold
   * for a form that sends all its values as text. That is a mistake of the author, who must hear of
   * it.
   */
  private void refuseTextComparedWithOthers(CelExpr call) {
    if (Kinds.isEquality(call.call().function())) {
      List<String> both = call.call().args().stream().map(this::kind).toList();
      if (Kinds.areNeverEqual(both)) {
        throw new EvaluationFailure(Kinds.mismatch(call.call().function(), both));
      }
    }
  }
}
