package io.flowforge.step.http.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.ConditionProblem;
import io.flowforge.condition.Conditions;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.scan.Excerpt;
import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules for the parameter {@code poll} of a new step. */
public final class PollRules {

  /** The shortest time between two looks, in seconds. */
  public static final double MIN_EVERY = 0.5;

  /** The longest time between two looks, unless the target asks for more, in seconds. */
  public static final int MAX_EVERY = 3_600;

  private static final String PLACE = "parameters." + Polling.POLL;

  /** The number of members that are read: far more than there are. */
  private static final int MAX_MEMBERS = 20;

  private static final int MAX_SHOWN = 40;

  private PollRules() {}

  /** Returns the problems that the parameter has on every server. */
  public static List<String> problemsOf(ObjectNode parameters) {
    if (!Polling.isIn(parameters)) {
      return List.of();
    }
    JsonNode poll = parameters.path(Polling.POLL);
    if (!poll.isObject()) {
      return List.of(
          "%s: must be an object with until, every_seconds and max_seconds".formatted(PLACE));
    }
    if (poll.size() > MAX_MEMBERS) {
      return List.of(
          "%s: must have at most %d members; it has %d".formatted(PLACE, MAX_MEMBERS, poll.size()));
    }
    List<String> problems = new ArrayList<>();
    poll.fieldNames()
        .forEachRemaining(
            name -> {
              if (!Polling.MEMBERS.contains(name)) {
                problems.add(
                    "%s.%s: is unknown; %s"
                        .formatted(
                            PLACE,
                            Excerpt.of(name, MAX_SHOWN),
                            NearestName.cure(name, Polling.MEMBERS)));
              }
            });
    for (String name : Placeholders.namesIn(poll)) {
      problems.add(
          "%s: ${%s} is not filled in here; write a condition on the response, such as response.body.state == 'done'"
              .formatted(PLACE, Excerpt.of(name, MAX_SHOWN)));
    }
    addCondition(poll, Polling.UNTIL, true, problems);
    addCondition(poll, Polling.FAIL_WHEN, false, problems);
    Optional<Double> every = seconds(poll, Polling.EVERY, MIN_EVERY, MAX_EVERY, problems);
    seconds(poll, Polling.MAX, MIN_EVERY, StepOutcome.Suspended.MAX_DELAY.toSeconds(), problems)
        .filter(max -> every.isPresent() && max < every.get())
        .ifPresent(
            _ ->
                problems.add(
                    "%s.max_seconds: is less than every_seconds; make it at least as long"
                        .formatted(PLACE)));
    return problems;
  }

  /**
   * Returns the problems that the parameter has on this server.
   *
   * @param max the operator's maximum
   */
  public static List<String> problemsHere(ObjectNode parameters, Duration max) {
    JsonNode seconds = parameters.path(Polling.POLL).path(Polling.MAX);
    return seconds.isNumber() && seconds.doubleValue() > max.toMillis() / 1_000.0
        ? List.of(
            "%s.max_seconds: a step may wait for at most %d s here, which is the operator's maximum (MAX_WAIT_SECONDS)"
                .formatted(PLACE, max.toSeconds()))
        : List.of();
  }

  private static void addCondition(
      JsonNode poll, String name, boolean isRequired, List<String> problems) {
    JsonNode condition = poll.path(name);
    if (condition.isMissingNode() || condition.isNull()) {
      if (isRequired) {
        problems.add(
            "%s.%s: is missing; write a condition on the response, such as response.body.state == 'done'"
                .formatted(PLACE, name));
      }
      return;
    }
    if (!condition.isTextual() || condition.textValue().isBlank()) {
      problems.add(
          "%s.%s: must be a string with a condition on the response, such as response.status == 200"
              .formatted(PLACE, name));
      return;
    }
    for (ConditionProblem problem : Conditions.problemsOfResponseCondition(condition.textValue())) {
      problems.add("%s.%s: %s".formatted(PLACE, name, problem.ofField()));
    }
  }

  private static Optional<Double> seconds(
      JsonNode poll, String name, double min, long max, List<String> problems) {
    JsonNode value = poll.path(name);
    if (value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max) {
      return Optional.of(value.doubleValue());
    }
    problems.add(
        "%s.%s: %s; write a number of seconds from %s to %d"
            .formatted(
                PLACE,
                name,
                value.isMissingNode() || value.isNull()
                    ? "is missing"
                    : value.isNumber() ? "is out of range" : "must be a number",
                min,
                max));
    return Optional.empty();
  }
}
