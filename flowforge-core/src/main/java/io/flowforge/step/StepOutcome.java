package io.flowforge.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.policy.FailureKind;
import java.time.Duration;
import java.util.Map;

/** The outcome of executing a step. */
public sealed interface StepOutcome {

  /**
   * The step succeeded.
   *
   * @param outputs the values of the step's outputs that there are, by name
   */
  record Completed(Map<String, JsonNode> outputs) implements StepOutcome {

    public Completed {
      outputs = Map.copyOf(outputs);
    }

    /** Creates the outcome of a step without outputs. */
    public Completed() {
      this(Map.of());
    }

    @Override
    public String toString() {
      return "Completed[outputs=" + outputs.keySet() + "]";
    }
  }

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

  /** The step completes when it is approved and fails when it is rejected. */
  record WaitsForApproval() implements StepOutcome {}
}
