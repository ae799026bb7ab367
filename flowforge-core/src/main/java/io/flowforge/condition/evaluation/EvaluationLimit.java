package io.flowforge.condition.evaluation;

/**
 * The end of an evaluation that has reached a limit. An error, not an exception: the operators of
 * CEL drop exceptions of one operand if the other one decides, and would go on.
 */
final class EvaluationLimit extends Error {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  EvaluationLimit(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
