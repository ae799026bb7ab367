package io.flowforge.step;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import java.time.Duration;

/** The outcome of executing a step. */
public sealed interface StepOutcome {

  /** The step succeeded. */
  record Completed() implements StepOutcome {}

  /**
   * The step failed permanently.
   *
   * @param reason one sentence for the requester; it is written to the step's log
   */
  record Failed(String reason) implements StepOutcome {}

  /**
   * This attempt failed, but another may succeed. The step's retry policy decides whether there is
   * one; without a policy, the step has failed.
   *
   * @param reason one sentence for the requester; it is written to the step's log
   * @param kind the kind of failure, by which the policy decides
   * @param pause the delay that the target asked for; zero if it asked for none
   */
  record AttemptFailed(String reason, FailureKind kind, Duration pause) implements StepOutcome {

    public AttemptFailed(String reason, FailureKind kind) {
      this(reason, kind, Duration.ZERO);
    }
  }

  /**
   * The step is executed again after a time, or as soon as a signal comes. Meanwhile it holds no
   * thread, and neither its attempts nor its timeout count. A step may be suspended any number of
   * times: only the first time appears in the history of the request. The next execution finds what
   * has become of it in {@link StepContext#suspension}.
   *
   * @param delay from 1 ms to {@link #MAX_DELAY}; shorter and longer ones count as these
   * @param memo what the next execution needs to know, at most {@link
   *     io.flowforge.request.suspension.StepWait#MAX_MEMO} characters; never a secret
   */
  record Suspended(Duration delay, WaitsFor waitsFor, String memo) implements StepOutcome {

    /** The longest time between two executions of a suspended step. */
    public static final Duration MAX_DELAY = Duration.ofDays(366);

    /**
     * Bounds the delay.
     *
     * @throws IllegalArgumentException if the memo is too long
     */
    public Suspended {
      Duration least = Duration.ofMillis(1);
      delay = delay.compareTo(least) < 0 ? least : delay;
      delay = delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
      if (memo.length() > StepWait.MAX_MEMO) {
        throw new IllegalArgumentException(
            "the memo of a suspended step has %d characters; at most %d are kept"
                .formatted(memo.length(), StepWait.MAX_MEMO));
      }
    }
  }

  /** The step completes when it is approved and fails when it is rejected. */
  record WaitsForApproval() implements StepOutcome {}
}
