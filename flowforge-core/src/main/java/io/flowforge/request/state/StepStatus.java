package io.flowforge.request.state;

import java.util.stream.Stream;

/** The status of a step, and the type of the event that records it. */
public enum StepStatus {
  NOT_STARTED("Not Started"),
  RUNNING("Running"),
  FAILED("Failed"),
  CANCELLED("Cancelled"),
  COMPLETED("Completed");

  private final String label;

  StepStatus(String label) {
    this.label = label;
  }

  /** Returns the name used in the API and in the stores. */
  public String label() {
    return label;
  }

  /** Returns whether the step has been executed or cancelled. */
  public boolean isEnd() {
    return this == FAILED || this == CANCELLED || this == COMPLETED;
  }

  /** Returns the status of the label; an unknown one counts as Running: begun and not ended. */
  static StepStatus of(String label) {
    return Stream.of(values())
        .filter(status -> status.label.equals(label))
        .findFirst()
        .orElse(RUNNING);
  }
}
