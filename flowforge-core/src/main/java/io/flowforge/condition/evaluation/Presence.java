package io.flowforge.condition.evaluation;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.flowforge.condition.tree.Expressions;
import java.util.List;

/**
 * Gives {@code 'my field' in form} the meaning of {@code has(form.name)}, which cannot be written
 * for every name: the library would look for the value, and find that of an empty field.
 */
public final class Presence {

  private Presence() {}

  /** Returns the tree with a test in place of each such operator. */
  public static CelAbstractSyntaxTree tested(CelAbstractSyntaxTree parsed) {
    return Expressions.namesOfMacros(parsed.getExpr()).contains(CompiledCondition.FORM)
        ? parsed
        : CelAbstractSyntaxTree.newParsedAst(tested(parsed.getExpr()), parsed.getSource());
  }

  private static CelExpr tested(CelExpr expression) {
    if (expression.getKind() != Kind.CALL || !expression.call().function().equals("@in")) {
      return Expressions.withParts(expression, Presence::tested);
    }
    List<CelExpr> args = expression.call().args();
    CelExpr name = args.get(0);
    boolean isName =
        name.getKind() == Kind.CONSTANT
            && name.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    boolean isForm =
        args.get(1).getKind() == Kind.IDENT
            && args.get(1).ident().name().equals(CompiledCondition.FORM);
    return isName && isForm
        ? CelExpr.ofSelect(expression.id(), args.get(1), name.constant().stringValue(), true)
        : Expressions.withParts(expression, Presence::tested);
  }
}
