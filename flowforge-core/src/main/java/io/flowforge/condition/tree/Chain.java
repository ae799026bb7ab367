package io.flowforge.condition.tree;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An expression, and the names and indexes behind it, such as {@code steps.repo["id"]}.
 *
 * @param base what the first of them is applied to
 * @param links the selections and indexes, from the first
 */
public record Chain(CelExpr base, List<CelExpr> links) {

  /** Takes the expression apart; one that is no chain is a base without links. */
  public static Chain of(CelExpr expression) {
    List<CelExpr> links = new ArrayList<>();
    CelExpr base = expression;
    while (base.getKind() == Kind.SELECT || isIndex(base)) {
      links.addFirst(base);
      base =
          base.getKind() == Kind.SELECT ? base.select().operand() : base.call().args().getFirst();
    }
    return new Chain(base, List.copyOf(links));
  }

  /** Returns the variable at the beginning, or what a macro has defined, if it is a name. */
  public Optional<String> variable() {
    if (base.getKind() != Kind.IDENT) {
      return Optional.empty();
    }
    String name = base.ident().name();
    // A dot in front marks a variable that no macro has defined.
    return Optional.of(name.startsWith(".") ? name.substring(1) : name);
  }

  /** Returns where the name or the index of the link begins. */
  public int offset(CelExpr link, ConditionText text, CelAbstractSyntaxTree tree) {
    return link.getKind() == Kind.SELECT
        ? text.nameOffset(link, tree)
        : ConditionText.offset(of(link.call().args().get(1)).base(), tree);
  }

  /** Returns whether the expression is {@code list[index]} or {@code object["name"]}. */
  public static boolean isIndex(CelExpr expression) {
    return expression.getKind() == Kind.CALL && expression.call().function().equals("_[_]");
  }
}
