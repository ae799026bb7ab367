package io.flowforge.step;

import io.flowforge.pipeline.Step;
import java.util.List;
import java.util.Optional;

/** A step type that can say what a step would do, without doing it. */
public interface PreviewableStep {

  /**
   * Returns the call that an execution would make first, put together by the same code; empty if
   * steps of this type make none.
   *
   * @param values the values for the placeholders
   * @throws IllegalArgumentException if a value cannot be filled in; the message says which
   */
  default Optional<PreviewedCall> callOf(
      Step step, PlaceholderValues values, String idempotencyKey) {
    return Optional.empty();
  }

  /**
   * Returns what an execution would do beside the call, one sentence each.
   *
   * @param values the values for the placeholders
   */
  List<String> notesOn(Step step, PlaceholderValues values);
}
