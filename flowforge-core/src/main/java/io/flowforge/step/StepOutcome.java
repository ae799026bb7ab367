package io.flowforge.step;

import io.flowforge.pipeline.policy.FailureKind;
import java.time.Duration;

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

  /**
   * This attempt failed, and another one may do better. Whether there is one is said by the step's
   * retry policy; without one, the step has failed.
   *
   * @param reason one sentence for the requester; it is written to the step's log
   * @param kind what the policy decides by
   * @param pause how long whoever refused wants to be left alone, zero if that was not said
   */
  record AttemptFailed(String reason, FailureKind kind, Duration pause) implements StepOutcome {

    public AttemptFailed(String reason, FailureKind kind) {
      this(reason, kind, Duration.ZERO);
    }
  }

  /** The step is done when somebody approves it, and failed when somebody rejects it. */
  record WaitsForApproval() implements StepOutcome {}
}
