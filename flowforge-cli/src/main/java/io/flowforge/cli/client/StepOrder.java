package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The steps in the details of a request, in the order in which they run. */
public final class StepOrder {

  /** The status that people see of a step that an admin has rejected. */
  public static final String REJECTED = "Rejected";

  private StepOrder() {}

  /** Returns the steps, which the API has by name. */
  public static List<JsonNode> of(JsonNode details) {
    JsonNode steps = details.path("steps");
    List<JsonNode> inOrder = new ArrayList<>();
    String next = details.path("first_step_name").asText();
    // Not more often than there are steps, even if the response has a cycle.
    while (steps.has(next) && inOrder.size() < steps.size()) {
      JsonNode step = steps.path(next);
      inOrder.add(step);
      next = step.path("next_step_name").asText();
    }
    return inOrder;
  }

  /** Returns the status of a step, with the difference that only people need. */
  public static String status(JsonNode step) {
    return step.path("rejected").asBoolean() ? REJECTED : step.path("status").asText();
  }

  /** Tests whether a step has begun. */
  public static boolean haveBegun(JsonNode details) {
    return of(details).stream()
        .anyMatch(step -> !step.path("status").asText().equals("Not Started"));
  }

  /**
   * Returns the name of the step at which the request is; empty before its start and at its end.
   */
  public static String current(JsonNode details) {
    return of(details).stream()
        .filter(step -> step.path("status").asText().equals("Running"))
        .map(step -> step.path("name").asText())
        .findFirst()
        .orElse("");
  }
}
