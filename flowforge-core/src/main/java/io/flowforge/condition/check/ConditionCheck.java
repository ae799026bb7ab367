package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import io.flowforge.condition.tree.ConditionText;
import io.flowforge.condition.tree.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds everything that is wrong with a condition before it is evaluated. Thread-safe. */
public final class ConditionCheck {

  private final CelCompiler compiler;
  private final int maxLength;

  /** Creates a check of conditions with the variables of the compiler. */
  public ConditionCheck(CelCompiler compiler, int maxLength) {
    this.compiler = compiler;
    this.maxLength = maxLength;
  }

  /** Returns everything that is wrong with the text, in the order of the places. */
  public List<Finding> findingsIn(String text, KnownNames names) {
    ConditionText source = new ConditionText(text);
    if (source.length() > maxLength) {
      return List.of(
          new Finding(
              maxLength,
              "the condition has %,d characters: use at most %,d"
                  .formatted(source.length(), maxLength)));
    }
    if (text.isBlank()) {
      return List.of(new Finding(0, "the condition is empty: write it, or remove it"));
    }
    CelValidationResult parsed = compiler.parse(text);
    if (parsed.hasError()) {
      return List.of(SyntaxProblems.first(parsed.getErrors(), source));
    }
    List<Finding> findings = new ArrayList<>();
    CelAbstractSyntaxTree tree = treeOf(parsed);
    new NameCheck(tree, source, names, findings).check();
    new PatternCheck(tree, findings).check();
    CelValidationResult checked = compiler.check(tree);
    if (checked.hasError()) {
      TypeProblems.add(checked.getErrors(), source, findings);
      if (findings.isEmpty()) {
        findings.add(new Finding(0, "the condition names something that does not exist"));
      }
    } else {
      new ComparisonCheck(treeOf(checked), findings).check();
    }
    return findings.stream().distinct().sorted(Comparator.comparingInt(Finding::offset)).toList();
  }

  private static CelAbstractSyntaxTree treeOf(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a condition without a problem has no tree", e);
    }
  }
}
