package io.flowforge.step.http.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a step that polls.
 *
 * @param until the condition on a response that completes the step
 * @param failWhen the condition on a response that fails it; empty for none
 * @param every the shortest time between two looks
 * @param max the time from the first response to the last look
 */
public record Polling(String until, String failWhen, Duration every, Duration max) {

  /** The parameter, and its members. */
  public static final String POLL = "poll";

  public static final String UNTIL = "until";
  public static final String FAIL_WHEN = "fail_when";
  public static final String EVERY = "every_seconds";
  public static final String MAX = "max_seconds";

  static final List<String> MEMBERS = List.of(UNTIL, FAIL_WHEN, EVERY, MAX);

  /**
   * Reads the settings. The conditions may turn out to be none when they are evaluated.
   *
   * @return empty if the step does not poll
   * @throws IllegalArgumentException if they are invalid, as only those of a stored step may be
   */
  public static Optional<Polling> in(ObjectNode parameters) {
    if (!isIn(parameters)) {
      return Optional.empty();
    }
    List<String> problems = PollRules.problemsOfShape(parameters);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    JsonNode poll = parameters.path(POLL);
    return Optional.of(
        new Polling(
            poll.path(UNTIL).asText(),
            poll.path(FAIL_WHEN).asText(""),
            duration(poll.path(EVERY)),
            duration(poll.path(MAX))));
  }

  /** Returns the sentence that says what the step does after its call. */
  public String inWords() {
    return "Then looks every %s s, for at most %s s, until this holds: %s%s"
        .formatted(
            inSeconds(every),
            inSeconds(max),
            until,
            failWhen.isEmpty() ? "" : "; fails if this holds: " + failWhen);
  }

  private static String inSeconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Tests whether the step polls; {@code null} counts as absent. */
  static boolean isIn(ObjectNode parameters) {
    return parameters.hasNonNull(POLL);
  }

  /** Tests whether the conditions of a step need the body of a response. */
  public static boolean readsBody(ObjectNode parameters) {
    JsonNode poll = parameters.path(POLL);
    return namesBody(poll.path(UNTIL).asText("")) || namesBody(poll.path(FAIL_WHEN).asText(""));
  }

  /** Tests whether a condition may refer to the body: a text in it may be the same word. */
  static boolean namesBody(String condition) {
    return condition.contains("body");
  }

  private static Duration duration(JsonNode seconds) {
    return Duration.ofMillis(Math.round(seconds.doubleValue() * 1_000));
  }
}
