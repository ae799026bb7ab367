package io.flowforge.request.state;

import java.util.stream.Stream;

/** Where a step of a request is; also the type of the event that brought it there. */
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

  /** The name in the API and in the stores. */
  public String label() {
    return label;
  }

  /** A label that this version does not know counts as running: it has begun and not ended. */
  static StepStatus of(String label) {
    return Stream.of(values())
        .filter(status -> status.label.equals(label))
        .findFirst()
        .orElse(RUNNING);
  }
}
