package io.flowforge.request.state;

import java.util.Optional;
import java.util.stream.Stream;

/** Where a service request is in its life. */
public enum RequestStatus {
  NOT_STARTED("Not Started"),
  RUNNING("Running"),
  PENDING("Pending"),
  FAILED("Failed"),
  CANCELLED("Cancelled"),
  COMPLETED("Completed");

  private final String label;

  RequestStatus(String label) {
    this.label = label;
  }

  /** The name in the API and in the stores. */
  public String label() {
    return label;
  }

  /** Whether nothing can happen to the request any more. */
  public boolean isEnd() {
    return this == FAILED || this == CANCELLED || this == COMPLETED;
  }

  public static Optional<RequestStatus> of(String label) {
    return Stream.of(values()).filter(status -> status.label.equals(label)).findFirst();
  }
}
