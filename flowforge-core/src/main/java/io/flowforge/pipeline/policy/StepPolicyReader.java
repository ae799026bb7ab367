package io.flowforge.pipeline.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.scan.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reader of {@link StepPolicy} that collects the problems of the fields. */
public final class StepPolicyReader {

  private static final double MIN_SECONDS = 0.1;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
  private static final int SECONDS_PER_WEEK = 7 * SECONDS_PER_DAY;

  private static final Duration DEFAULT_INITIAL_DELAY = Duration.ofSeconds(1);
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(1);

  /** The number of unknown fields that are reported. */
  private static final int MAX_UNKNOWN = 20;

  private static final Set<String> RETRY_FIELDS =
      Set.of(
          "max_attempts",
          "initial_delay_seconds",
          "multiplier",
          "max_delay_seconds",
          "max_elapsed_seconds",
          "retry_on");

  private final List<String> problems = new ArrayList<>();

  /** Returns the problems, one sentence each; empty if the policy is valid. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public StepPolicy read(
      @Nullable JsonNode timeout, @Nullable JsonNode retry, @Nullable JsonNode successCodes) {
    return new StepPolicy(
        seconds("timeout_seconds", orMissing(timeout), SECONDS_PER_DAY),
        retry(orMissing(retry)),
        successCodes(orMissing(successCodes)));
  }

  private @Nullable RetryPolicy retry(JsonNode retry) {
    if (isAbsent(retry)) {
      return null;
    }
    if (!(retry instanceof ObjectNode fields)) {
      problems.add("'retry' must be an object with max_attempts");
      return null;
    }
    // A misspelled setting would otherwise be ignored silently.
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!RETRY_FIELDS.contains(name) && problems.size() < MAX_UNKNOWN) {
                problems.add(
                    "'retry.%s' is unknown; the known fields are %s%s"
                        .formatted(Excerpt.of(name), knownFields(), suggestion(name)));
              }
            });
    Duration initial =
        seconds(
            "retry.initial_delay_seconds", fields.path("initial_delay_seconds"), SECONDS_PER_HOUR);
    Duration max =
        seconds("retry.max_delay_seconds", fields.path("max_delay_seconds"), SECONDS_PER_DAY);
    if (initial != null && max != null && max.compareTo(initial) < 0) {
      problems.add("'retry.max_delay_seconds' must not be less than initial_delay_seconds");
    }
    // The defaults must fit the given values.
    Duration defaultInitial =
        max == null ? DEFAULT_INITIAL_DELAY : Collections.min(List.of(DEFAULT_INITIAL_DELAY, max));
    Duration defaultMax =
        initial == null ? DEFAULT_MAX_DELAY : Collections.max(List.of(DEFAULT_MAX_DELAY, initial));
    return new RetryPolicy(
        attempts(fields.path("max_attempts")),
        initial == null ? defaultInitial : initial,
        multiplier(fields.path("multiplier")),
        max == null ? defaultMax : max,
        seconds("retry.max_elapsed_seconds", fields.path("max_elapsed_seconds"), SECONDS_PER_WEEK),
        retryOn(fields.path("retry_on")));
  }

  private int attempts(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || !isWithin(node, 1, 100)) {
      problems.add(
          "'retry.max_attempts' must be a whole number from 1 to 100, including the first attempt");
      return 1;
    }
    return node.intValue();
  }

  private double multiplier(JsonNode node) {
    if (isAbsent(node)) {
      return 2;
    }
    if (!node.isNumber() || !isWithin(node, 1, 10)) {
      problems.add("'retry.multiplier' must be a number from 1 to 10");
      return 2;
    }
    return node.doubleValue();
  }

  private Set<String> retryOn(JsonNode node) {
    if (isAbsent(node)) {
      return RetryPolicy.DEFAULT_RETRY_ON;
    }
    Set<String> names = new LinkedHashSet<>();
    boolean isValid = node.isArray() && !node.isEmpty();
    for (JsonNode entry : node) {
      isValid &= StatusCodes.isOne(entry) || isKind(entry);
      names.add(entry.asText());
    }
    if (!isValid) {
      problems.add(
          "'retry.retry_on' must be an array of \"connection\", \"timeout\", status codes such as 503,"
              + " or classes such as \"5xx\"");
      return RetryPolicy.DEFAULT_RETRY_ON;
    }
    return names;
  }

  private @Nullable StatusCodes successCodes(JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    List<JsonNode> codes = new ArrayList<>();
    node.forEach(codes::add);
    if (!node.isArray() || codes.isEmpty() || !codes.stream().allMatch(StatusCodes::isOne)) {
      problems.add(
          "'success_codes' must be an array of status codes such as 404, or classes such as \"2xx\"");
      return null;
    }
    return StatusCodes.of(codes);
  }

  private @Nullable Duration seconds(String name, JsonNode node, int max) {
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isNumber() || !isWithin(node, MIN_SECONDS, max)) {
      problems.add(
          "'%s' must be a number of seconds from %s to %d".formatted(name, MIN_SECONDS, max));
      return null;
    }
    return Duration.ofMillis(Math.round(node.doubleValue() * 1000));
  }

  private static boolean isKind(JsonNode entry) {
    return entry.isTextual()
        && (entry.textValue().equals(FailureKind.CONNECTION.name())
            || entry.textValue().equals(FailureKind.TIMEOUT.name()));
  }

  private static boolean isWithin(JsonNode number, double min, double max) {
    return number.doubleValue() >= min && number.doubleValue() <= max;
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static JsonNode orMissing(@Nullable JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  private static String suggestion(String name) {
    return NearestName.of(name, RETRY_FIELDS).map(near -> "; write '" + near + "'").orElse("");
  }

  private static String knownFields() {
    return String.join(", ", RETRY_FIELDS.stream().sorted().toList());
  }
}
