package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.SimpleType;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Expressions;
import io.flowforge.condition.tree.Kinds;
import java.util.List;

/** Finds comparisons of kinds that are never equal, as far as the text alone shows the kinds. */
final class ComparisonCheck {

  private final CelAbstractSyntaxTree tree;
  private final List<ConditionFinding> findings;

  ComparisonCheck(CelAbstractSyntaxTree tree, List<ConditionFinding> findings) {
    this.tree = tree;
    this.findings = findings;
  }

  void check() {
    Expressions.forEach(tree.getExpr(), this::check);
  }

  private void check(CelExpr expression) {
    if (expression.getKind() == Kind.CALL && Kinds.isEquality(expression.call().function())) {
      List<String> kinds = expression.call().args().stream().map(this::kind).toList();
      if (Kinds.areNeverEqual(kinds)) {
        findings.add(
            new ConditionFinding(
                ConditionText.offset(expression, tree),
                Kinds.mismatch(expression.call().function(), kinds)));
      }
    }
  }

  private String kind(CelExpr part) {
    if (TypedTree.isNumber(part)) {
      return Kinds.NUMBER;
    }
    return Kinds.ofType(tree.getType(part.id()).orElse(SimpleType.DYN).name());
  }
}
