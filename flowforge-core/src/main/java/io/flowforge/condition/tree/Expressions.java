package io.flowforge.condition.tree;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The parts of which a tree consists. */
public final class Expressions {

  private Expressions() {}

  /** Passes the expression and all below it, each after that of which it is a part. */
  public static void forEach(CelExpr expression, Consumer<CelExpr> action) {
    action.accept(expression);
    parts(expression).forEach(part -> forEach(part, action));
  }

  /** Returns the expressions of which the expression directly consists. */
  public static List<CelExpr> parts(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT, IDENT, NOT_SET -> List.of();
      case SELECT -> List.of(expression.select().operand());
      case CALL -> arguments(expression);
      case LIST -> expression.list().elements();
      case MAP ->
          expression.map().entries().stream()
              .flatMap(entry -> List.of(entry.key(), entry.value()).stream())
              .toList();
      case STRUCT ->
          expression.struct().entries().stream().map(CelExpr.CelStruct.Entry::value).toList();
      case COMPREHENSION -> {
        CelComprehension macro = expression.comprehension();
        yield List.of(
            macro.iterRange(),
            macro.accuInit(),
            macro.loopCondition(),
            macro.loopStep(),
            macro.result());
      }
    };
  }

  /** Returns the values that a call is given: its target, if there is one, and its arguments. */
  public static List<CelExpr> arguments(CelExpr call) {
    List<CelExpr> arguments = new ArrayList<>();
    call.call().target().ifPresent(arguments::add);
    arguments.addAll(call.call().args());
    return arguments;
  }
}
