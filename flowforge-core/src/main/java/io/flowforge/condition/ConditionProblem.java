package io.flowforge.condition;

import io.flowforge.condition.tree.Finding;

/**
 * What is wrong with a condition.
 *
 * @param column where, in characters (code points) from the beginning of the text, from 1
 * @param sentence what is wrong and what to do; without the column, without a full stop
 */
public record ConditionProblem(int column, String sentence) {

  static ConditionProblem of(Finding finding) {
    return new ConditionProblem(finding.offset() + 1, finding.sentence());
  }
}
