package io.flowforge.condition.tree;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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

  /** Returns the expression with what the function makes of each of its direct parts. */
  public static CelExpr withParts(CelExpr whole, UnaryOperator<CelExpr> part) {
    long id = whole.id();
    return switch (whole.getKind()) {
      case CONSTANT, IDENT, NOT_SET, STRUCT -> whole;
      case SELECT ->
          CelExpr.ofSelect(
              id,
              part.apply(whole.select().operand()),
              whole.select().field(),
              whole.select().testOnly());
      case CALL ->
          CelExpr.ofCall(
              id,
              whole.call().target().map(part),
              whole.call().function(),
              each(whole.call().args(), part));
      case LIST ->
          CelExpr.ofList(id, each(whole.list().elements(), part), whole.list().optionalIndices());
      case MAP ->
          CelExpr.ofMap(
              id,
              whole.map().entries().stream()
                  .map(
                      entry ->
                          CelExpr.ofMapEntry(
                              entry.id(),
                              part.apply(entry.key()),
                              part.apply(entry.value()),
                              entry.optionalEntry()))
                  .collect(ImmutableList.toImmutableList()));
      case COMPREHENSION -> {
        CelComprehension macro = whole.comprehension();
        yield CelExpr.ofComprehension(
            id,
            macro.iterVar(),
            macro.iterVar2(),
            part.apply(macro.iterRange()),
            macro.accuVar(),
            part.apply(macro.accuInit()),
            part.apply(macro.loopCondition()),
            part.apply(macro.loopStep()),
            part.apply(macro.result()));
      }
    };
  }

  private static ImmutableList<CelExpr> each(List<CelExpr> parts, UnaryOperator<CelExpr> action) {
    return parts.stream().map(action).collect(ImmutableList.toImmutableList());
  }

  /** Returns the names that macros such as {@code all} define for the items of lists. */
  public static Set<String> namesOfMacros(CelExpr tree) {
    Set<String> names = new HashSet<>();
    forEach(
        tree,
        part -> {
          if (part.getKind() == Kind.COMPREHENSION) {
            names.add(part.comprehension().iterVar());
            names.add(part.comprehension().iterVar2());
          }
        });
    // There is no second name in most.
    names.remove("");
    return names;
  }

  /** Returns the values that a call is given: its target, if there is one, and its arguments. */
  public static List<CelExpr> arguments(CelExpr call) {
    List<CelExpr> arguments = new ArrayList<>();
    call.call().target().ifPresent(arguments::add);
    arguments.addAll(call.call().args());
    return arguments;
  }
}
