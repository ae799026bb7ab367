package io.flowforge.condition.evaluation;

/** A part of a condition that cannot be evaluated, for a reason that only this room knows. */
final class EvaluationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  EvaluationFailure(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
