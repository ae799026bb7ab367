package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** How far a request is, as scripts distinguish it. */
public enum RequestStanding {
  NOT_STARTED,
  RUNNING,
  WAITING,
  COMPLETED,
  FAILED,
  REJECTED,
  CANCELLED;

  /**
   * Reads it from the details of a request.
   *
   * @throws IllegalArgumentException if the server has a status that this version does not know
   */
  public static RequestStanding of(JsonNode details) {
    String status = status(details);
    return switch (status) {
      case "Not Started" -> NOT_STARTED;
      case "Running" -> RUNNING;
      case "Pending" -> WAITING;
      case "Completed" -> COMPLETED;
      case "Cancelled" -> CANCELLED;
      case "Failed" -> isRejected(details) ? REJECTED : FAILED;
      default ->
          throw new IllegalArgumentException(
              "unknown status '" + status + "'; use the command line of the server's version");
    };
  }

  /** Returns the status as the API names it. */
  public static String status(JsonNode details) {
    return details.path("service_request").path("status").asText();
  }

  /** Returns whether nothing happens any more until a person does something. */
  public boolean isSettled() {
    return this != RUNNING && this != NOT_STARTED;
  }

  private static boolean isRejected(JsonNode details) {
    for (JsonNode step : details.path("steps")) {
      if (step.path("rejected").asBoolean()) {
        return true;
      }
    }
    return false;
  }
}
