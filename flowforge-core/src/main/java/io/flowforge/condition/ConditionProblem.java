package io.flowforge.condition;

import io.flowforge.condition.tree.ConditionFinding;

/**
 * What is wrong with a condition.
 *
 * @param column where, in characters (code points) from the beginning of the text, from 1
 * @param sentence what is wrong and what to do; without the column, without a full stop
 */
public record ConditionProblem(int column, String sentence) {

  static ConditionProblem of(ConditionFinding finding) {
    return new ConditionProblem(finding.offset() + 1, finding.sentence());
  }

  /**
   * Returns the problem as one of a field: with the column, and with a semicolon before what to do.
   */
  public String ofField() {
    int colon = sentence.contains("; ") ? -1 : colonOutsideQuotes();
    String parts =
        colon >= 0
            ? sentence.substring(0, colon) + ";" + sentence.substring(colon + 1)
            : sentence.contains("; ") ? sentence : sentence + "; correct the condition";
    return "character %d: %s".formatted(column, parts);
  }

  private int colonOutsideQuotes() {
    boolean isQuoted = false;
    for (int i = 0; i < sentence.length() - 1; i++) {
      isQuoted ^= sentence.charAt(i) == '\'';
      if (!isQuoted && sentence.startsWith(": ", i)) {
        return i;
      }
    }
    return -1;
  }
}
