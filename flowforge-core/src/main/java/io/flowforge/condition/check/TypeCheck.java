package io.flowforge.condition.check;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds values whose kinds do not fit together, as far as the kinds are known. */
public final class TypeCheck {

  /** Each round finds further problems, or is the last. */
  private static final int MAX_ROUNDS = 8;

  /** More than a condition has parts. */
  private static final long OTHER_IDS = 1_000_000;

  private final CelCompiler compiler;
  private final ConditionText text;
  private final KnownNames names;

  TypeCheck(CelCompiler compiler, ConditionText text, KnownNames names) {
    this.compiler = compiler;
    this.text = text;
    this.names = names;
  }

  /** Returns the variables that the compiler has to declare. */
  public static Map<String, CelType> variables() {
    return TypedTree.VARIABLES;
  }

  /** Returns what is wrong whatever the values are. */
  List<ConditionFinding> findingsIn(CelAbstractSyntaxTree tree) {
    var typed = new TypedTree(tree, names, TypedTree.Numbers.ANY);
    List<ConditionFinding> findings = new ArrayList<>(findings(typed.tree()));
    if (typed.hasNumbers()) {
      findings.addAll(ofNumbers(tree));
    }
    return findings;
  }

  /**
   * Returns what is wrong both if the numbers are whole ones and if they are others: CEL converts
   * neither into the other, and which ones there will be is unknown.
   */
  private List<ConditionFinding> ofNumbers(CelAbstractSyntaxTree tree) {
    Set<Integer> ofWhole =
        findings(new TypedTree(tree, names, TypedTree.Numbers.WHOLE).tree()).stream()
            .map(ConditionFinding::offset)
            .collect(Collectors.toSet());
    return findings(new TypedTree(tree, names, TypedTree.Numbers.FRACTIONAL).tree()).stream()
        .filter(finding -> ofWhole.contains(finding.offset()))
        .toList();
  }

  /**
   * Returns what is wrong with the types. The compiler does not tell the types of a tree with a
   * problem; therefore the tree is checked again, with any value in place of what was wrong.
   */
  private List<ConditionFinding> findings(CelAbstractSyntaxTree typed) {
    List<ConditionFinding> findings = new ArrayList<>();
    CelAbstractSyntaxTree tree = typed;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      CelValidationResult checked = compiler.check(tree);
      if (!checked.hasError()) {
        new ComparisonCheck(treeOf(checked), findings).check();
        return findings;
      }
      TypeProblems.add(checked.getErrors(), text, findings);
      Set<Long> wrong =
          checked.getErrors().stream().map(CelIssue::getExprId).collect(Collectors.toSet());
      tree =
          CelAbstractSyntaxTree.newParsedAst(
              withAnyValueFor(wrong, tree.getExpr()), tree.getSource());
    }
    return findings;
  }

  /** Returns the expression with {@code dyn([...])}, of their parts, in place of some parts. */
  private static CelExpr withAnyValueFor(Set<Long> wrong, CelExpr whole) {
    CelExpr done = Expressions.withParts(whole, part -> withAnyValueFor(wrong, part));
    if (!wrong.contains(whole.id())) {
      return done;
    }
    CelExpr parts =
        CelExpr.ofList(
            whole.id() + OTHER_IDS,
            ImmutableList.copyOf(Expressions.parts(done)),
            ImmutableList.of());
    return CelExpr.ofCall(whole.id(), Optional.empty(), "dyn", ImmutableList.of(parts));
  }

  static CelAbstractSyntaxTree treeOf(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a condition without a problem has no tree", e);
    }
  }
}
