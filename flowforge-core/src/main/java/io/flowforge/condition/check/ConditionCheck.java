package io.flowforge.condition.check;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import io.flowforge.condition.tree.ConditionFinding;
import io.flowforge.condition.tree.ConditionText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
  public List<ConditionFinding> findingsIn(String text, KnownNames names) {
    ConditionText source = new ConditionText(text);
    if (source.length() > maxLength) {
      return List.of(
          new ConditionFinding(
              maxLength,
              "the condition has %,d characters: use at most %,d"
                  .formatted(source.length(), maxLength)));
    }
    if (text.isBlank()) {
      return List.of(new ConditionFinding(0, "the condition is empty: write it, or remove it"));
    }
    CelValidationResult parsed = compiler.parse(text);
    if (parsed.hasError()) {
      return List.of(SyntaxProblems.first(parsed.getErrors(), source));
    }
    List<ConditionFinding> findings = new ArrayList<>();
    CelAbstractSyntaxTree tree = TypeCheck.treeOf(parsed);
    new NameCheck(tree, source, names, findings).check();
    new PatternCheck(tree, findings).check();
    Set<Integer> known = new HashSet<>();
    for (ConditionFinding finding : new TypeCheck(compiler, source, names).findingsIn(tree)) {
      // The same part is checked several times, as several kinds.
      if (known.add(finding.offset())) {
        findings.add(finding);
      }
    }
    if (findings.isEmpty() && compiler.check(tree).hasError()) {
      findings.add(new ConditionFinding(0, "the condition names something that does not exist"));
    }
    return findings.stream()
        .distinct()
        .sorted(Comparator.comparingInt(ConditionFinding::offset))
        .toList();
  }
}
