package io.flowforge.condition;

/**
 * A condition that cannot be evaluated with the values of a request. The message is one sentence for
 * the author of the pipeline, with the column where the text has one and without a full stop.
 */
public final class ConditionException extends Exception {

  private static final long serialVersionUID = 1L;

  ConditionException(String sentence) {
    super(sentence);
  }
}
