package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.flowforge.condition.tree.Chain;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the names in a condition that nobody knows, and the references to what may be absent. It
 * remembers what {@code has()} has asked for: the right operand of {@code &&}, and the second one
 * of {@code ?:}, are evaluated only if the first one is true.
 */
final class NameCheck {

  private final CelAbstractSyntaxTree tree;
  private final ConditionText text;
  private final KnownNames names;
  private final List<ConditionFinding> problems;

  NameCheck(
      CelAbstractSyntaxTree tree,
      ConditionText text,
      KnownNames names,
      List<ConditionFinding> problems) {
    this.tree = tree;
    this.text = text;
    this.names = names;
    this.problems = problems;
  }

  void check() {
    check(tree.getExpr(), new Surroundings(Set.of(), Set.of()));
  }

  /**
   * What holds where an expression stands.
   *
   * @param locals the names that macros define
   * @param present the paths that are known to be present
   */
  private record Surroundings(Set<String> locals, Set<String> present) {

    Surroundings with(Set<String> morePresent) {
      return morePresent.isEmpty() ? this : new Surroundings(locals, union(present, morePresent));
    }

    Surroundings withLocals(String... more) {
      return new Surroundings(union(locals, Set.of(more)), present);
    }
  }

  private void check(CelExpr expression, Surroundings around) {
    switch (expression.getKind()) {
      case IDENT, SELECT -> checkChain(expression, around);
      case CALL -> {
        if (Chain.isIndex(expression)) {
          checkChain(expression, around);
        } else {
          checkCall(expression, around);
        }
      }
      case LIST -> expression.list().elements().forEach(each -> check(each, around));
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(
                  entry -> {
                    check(entry.key(), around);
                    check(entry.value(), around);
                  });
      case STRUCT -> add(expression, "conditions cannot make objects of a type: remove it");
      case COMPREHENSION -> checkMacro(expression.comprehension(), around);
      case CONSTANT, NOT_SET -> {}
    }
  }

  /** Checks a chain of names and indexes, such as {@code steps.repo["id"]}. */
  private void checkChain(CelExpr expression, Surroundings around) {
    Chain chain = Chain.of(expression);
    for (CelExpr link : chain.links()) {
      if (link.getKind() == Kind.CALL) {
        check(link.call().args().get(1), around);
      }
    }
    Optional<String> variable = chain.variable();
    if (variable.isEmpty()) {
      check(chain.base(), around);
    } else if (!isLocal(chain, around)) {
      checkReference(variable.get(), chain, around);
    }
  }

  private void checkReference(String variable, Chain chain, Surroundings around) {
    if (!names.isVariable(variable)) {
      if (!KnownFunctions.isType(variable)) {
        add(chain.base(), names.unknownVariable(variable));
      }
      return;
    }
    names
        .problemOf(reference(variable, chain.links()), around.present())
        .ifPresent(
            wrong ->
                add(
                    wrong.segment() < 0
                        ? ConditionText.offset(chain.base(), tree)
                        : chain.offset(chain.links().get(wrong.segment()), text, tree),
                    wrong.sentence()));
  }

  private static boolean isLocal(Chain chain, Surroundings around) {
    return around.locals().contains(chain.base().ident().name());
  }

  /** Returns the reference with the names up to the first that the text does not contain. */
  static Reference reference(String variable, List<CelExpr> links) {
    List<String> found = new ArrayList<>();
    boolean isTest = false;
    for (CelExpr link : links) {
      isTest = link.getKind() == Kind.SELECT && link.select().testOnly();
      if (link.getKind() == Kind.SELECT) {
        found.add(link.select().field());
      } else if (isText(link.call().args().get(1))) {
        found.add(link.call().args().get(1).constant().stringValue());
      } else {
        return new Reference(variable, found, false);
      }
    }
    return new Reference(variable, found, isTest);
  }

  private void checkCall(CelExpr expression, Surroundings around) {
    CelCall call = expression.call();
    List<CelExpr> args = call.args();
    switch (call.function()) {
      case "_&&_" -> {
        check(args.get(0), around);
        check(args.get(1), around.with(presentIf(true, args.get(0), around)));
      }
      case "_||_" -> {
        check(args.get(0), around);
        check(args.get(1), around.with(presentIf(false, args.get(0), around)));
      }
      case "_?_:_" -> {
        check(args.get(0), around);
        check(args.get(1), around.with(presentIf(true, args.get(0), around)));
        check(args.get(2), around.with(presentIf(false, args.get(0), around)));
      }
      default -> {
        Optional<String> problem = KnownFunctions.problemOf(call.function());
        problem.ifPresent(sentence -> add(functionOffset(expression), sentence));
        call.target().ifPresent(target -> check(target, around));
        if (problem.isEmpty() || !KnownFunctions.resemblesMacro(call.function())) {
          args.forEach(each -> check(each, around));
        }
      }
    }
  }

  private void checkMacro(CelComprehension macro, Surroundings around) {
    check(macro.iterRange(), around);
    check(macro.accuInit(), around);
    Surroundings withResult = around.withLocals(macro.accuVar());
    Surroundings inside = withResult.withLocals(macro.iterVar());
    if (!macro.iterVar2().isEmpty()) {
      inside = inside.withLocals(macro.iterVar2());
    }
    check(macro.loopCondition(), inside);
    check(macro.loopStep(), inside);
    check(macro.result(), withResult);
  }

  /** Returns the paths that are present whenever the expression has the value. */
  private static Set<String> presentIf(boolean value, CelExpr expression, Surroundings around) {
    if (expression.getKind() == Kind.SELECT) {
      return value && expression.select().testOnly() ? tested(expression, around) : Set.of();
    }
    if (expression.getKind() != Kind.CALL) {
      return Set.of();
    }
    List<CelExpr> args = expression.call().args();
    return switch (expression.call().function()) {
      case "!_" -> presentIf(!value, args.getFirst(), around);
      case "_&&_", "_||_" -> {
        Set<String> first = presentIf(value, args.get(0), around);
        Set<String> second = presentIf(value, args.get(1), around);
        boolean isBoth = value == expression.call().function().equals("_&&_");
        yield isBoth ? union(first, second) : intersection(first, second);
      }
      default -> Set.of();
    };
  }

  private static Set<String> tested(CelExpr test, Surroundings around) {
    Chain chain = Chain.of(test);
    Optional<String> variable = chain.variable();
    if (variable.isEmpty() || isLocal(chain, around)) {
      return Set.of();
    }
    Reference reference = reference(variable.get(), chain.links());
    Set<String> paths = new HashSet<>();
    for (int length = 1; length <= reference.names().size(); length++) {
      paths.add(reference.path(length));
    }
    return Set.copyOf(paths);
  }

  private void add(CelExpr expression, String sentence) {
    add(ConditionText.offset(expression, tree), sentence);
  }

  private void add(int offset, String sentence) {
    problems.add(new ConditionFinding(offset, sentence));
  }

  /** Returns where the name of a function is; its place is the parenthesis behind it. */
  private int functionOffset(CelExpr call) {
    int end = ConditionText.offset(call, tree);
    int name = end - call.call().function().codePointCount(0, call.call().function().length());
    return Math.max(0, name);
  }

  private static boolean isText(CelExpr expression) {
    return expression.getKind() == Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private static Set<String> intersection(Set<String> one, Set<String> other) {
    Set<String> common = new HashSet<>(one);
    common.retainAll(other);
    return common;
  }
}
