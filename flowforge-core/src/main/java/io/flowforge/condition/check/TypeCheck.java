package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds values whose kinds do not fit together, as far as the kinds are known. */
public final class TypeCheck {

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
  List<Finding> findingsIn(CelAbstractSyntaxTree tree) {
    var typed = new TypedTree(tree, names, TypedTree.Numbers.ANY);
    List<Finding> findings = new ArrayList<>(findings(typed.tree()));
    if (typed.hasNumbers()) {
      findings.addAll(ofNumbers(tree));
    }
    return findings;
  }

  /**
   * Returns what is wrong both if the numbers are whole ones and if they are others: CEL converts
   * neither into the other, and which ones there will be is unknown.
   */
  private List<Finding> ofNumbers(CelAbstractSyntaxTree tree) {
    Set<Integer> ofWhole =
        findings(new TypedTree(tree, names, TypedTree.Numbers.WHOLE).tree()).stream()
            .map(Finding::offset)
            .collect(Collectors.toSet());
    return findings(new TypedTree(tree, names, TypedTree.Numbers.FRACTIONAL).tree()).stream()
        .filter(finding -> ofWhole.contains(finding.offset()))
        .toList();
  }

  private List<Finding> findings(CelAbstractSyntaxTree typed) {
    List<Finding> findings = new ArrayList<>();
    CelValidationResult checked = compiler.check(typed);
    if (checked.hasError()) {
      TypeProblems.add(checked.getErrors(), text, findings);
    } else {
      new ComparisonCheck(treeOf(checked), findings).check();
    }
    return findings;
  }

  static CelAbstractSyntaxTree treeOf(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a condition without a problem has no tree", e);
    }
  }
}
