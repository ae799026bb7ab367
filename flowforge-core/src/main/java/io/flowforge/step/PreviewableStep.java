package io.flowforge.step;

import io.flowforge.pipeline.Step;

/** A step type that makes a call, and can say which one without making it. */
public interface PreviewableStep {

  /**
   * Returns the call that an execution would make first, put together by the same code.
   *
   * @param values the values for the placeholders
   * @throws IllegalArgumentException if a value cannot be filled in; the message says which
   */
  PreviewedCall preview(Step step, PlaceholderValues values, String idempotencyKey);
}
