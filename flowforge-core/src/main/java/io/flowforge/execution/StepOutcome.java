package io.flowforge.execution;

/** How the execution of a step ended. */
public sealed interface StepOutcome {

  /** The step did what it should. */
  record Completed() implements StepOutcome {}

  /**
   * The step failed for good.
   *
   * @param reason one sentence for the requester; it is written to the step's log
   */
  record Failed(String reason) implements StepOutcome {}

  /** The step is done when somebody approves it, and failed when somebody rejects it. */
  record WaitsForApproval() implements StepOutcome {}
}
