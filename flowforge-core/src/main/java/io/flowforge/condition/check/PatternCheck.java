package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.flowforge.condition.evaluation.BoundedFunctions;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Expressions;
import io.flowforge.regex.LinearPattern;
import java.util.List;

/** Finds the patterns of {@code matches()} that can never work, if the text contains them. */
final class PatternCheck {

  private final CelAbstractSyntaxTree tree;
  private final List<ConditionFinding> problems;

  PatternCheck(CelAbstractSyntaxTree tree, List<ConditionFinding> problems) {
    this.tree = tree;
    this.problems = problems;
  }

  void check() {
    Expressions.forEach(tree.getExpr(), this::check);
  }

  private void check(CelExpr expression) {
    if (expression.getKind() != Kind.CALL
        || !expression.call().function().equals("matches")
        || expression.call().args().isEmpty()) {
      return;
    }
    CelExpr pattern = expression.call().args().getLast();
    if (pattern.getKind() != Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return;
    }
    LinearPattern.problemOf(pattern.constant().stringValue(), BoundedFunctions.PATTERNS)
        .ifPresent(
            problem ->
                problems.add(
                    new ConditionFinding(
                        ConditionText.offset(pattern, tree), problem.wholeSentence())));
  }
}
