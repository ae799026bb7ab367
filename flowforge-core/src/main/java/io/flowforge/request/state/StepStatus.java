package io.flowforge.request.state;

import java.util.Optional;
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

  /** Returns the status that an event records, those of older releases included. */
  public static Optional<StepStatus> ofStored(String event) {
    return switch (event) {
      case "STEP_NOT_STARTED" -> Optional.of(NOT_STARTED);
      case "STEP_STARTED" -> Optional.of(RUNNING);
      case "STEP_COMPLETED", "STEP_APPROVED" -> Optional.of(COMPLETED);
      case "STEP_REJECTED" -> Optional.of(FAILED);
      default -> Stream.of(values()).filter(status -> status.label.equals(event)).findFirst();
    };
  }

  /** Returns the status to show for an event; an unknown one means begun and not ended. */
  static StepStatus of(String event) {
    return ofStored(event).orElse(RUNNING);
  }
}
