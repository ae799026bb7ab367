package io.flowforge.request.state;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a service request. */
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

  /** Returns the name used in the API and in the stores. */
  public String label() {
    return label;
  }

  /** Returns whether nothing happens to the request any more, unless somebody retries it. */
  public boolean isEnd() {
    return this == FAILED || this == CANCELLED || this == COMPLETED;
  }

  /** Returns the names that a store may hold, those of older releases included. */
  public List<String> spellings() {
    return switch (this) {
      case COMPLETED -> List.of(label, "Success");
      case FAILED -> List.of(label, "Failure");
      case CANCELLED -> List.of(label, "Canceled");
      case NOT_STARTED, RUNNING, PENDING -> List.of(label);
    };
  }

  /** Returns the status with a name that a store may hold, those of older releases included. */
  public static Optional<RequestStatus> ofStored(String name) {
    return Stream.of(values()).filter(status -> status.spellings().contains(name)).findFirst();
  }

  public static Optional<RequestStatus> of(String label) {
    return Stream.of(values()).filter(status -> status.label.equals(label)).findFirst();
  }
}
