package io.flowforge.step.http.poll;

import io.flowforge.step.StepOutcome;

/** What follows a response, or its absence, of a step that polls. */
public sealed interface PollVerdict {

  /**
   * The step is done.
   *
   * @param comment for the log, as the beginning of a sentence
   */
  record Done(String comment) implements PollVerdict {}

  /**
   * The step looks again.
   *
   * @param line for the log; empty for none
   */
  record LookAgain(StepOutcome.Suspended suspended, String line) implements PollVerdict {}

  /**
   * The step has failed, and nothing is repeated.
   *
   * @param reason the reason as a sentence, not redacted
   */
  record GivenUp(String reason) implements PollVerdict {}
}
