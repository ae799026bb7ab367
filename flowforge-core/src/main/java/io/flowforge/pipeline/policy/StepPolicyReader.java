package io.flowforge.pipeline.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@link StepPolicy} of the fields of a step, and collects what is wrong with them. */
public final class StepPolicyReader {

  private static final double MIN_LENGTH = 0.1;
  private static final int HOUR = 3_600;
  private static final int DAY = 24 * HOUR;
  private static final int WEEK = 7 * DAY;

  private static final Duration USUAL_INITIAL = Duration.ofSeconds(1);
  private static final Duration USUAL_LONGEST = Duration.ofMinutes(1);

  private static final Set<String> RETRY_FIELDS =
      Set.of(
          "max_attempts",
          "initial_delay_seconds",
          "multiplier",
          "max_delay_seconds",
          "max_elapsed_seconds",
          "retry_on");

  private final List<String> problems = new ArrayList<>();

  /** One sentence each; empty when the policy is as it was meant. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public StepPolicy read(
      @Nullable JsonNode timeout, @Nullable JsonNode retry, @Nullable JsonNode successCodes) {
    return new StepPolicy(
        seconds("timeout_seconds", orMissing(timeout), DAY),
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
    // A name that is misspelt would be a setting that is silently not there.
    fields
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!RETRY_FIELDS.contains(name)) {
                problems.add("'retry.%s' is unknown; there are %s".formatted(name, sorted()));
              }
            });
    Duration initial =
        seconds("retry.initial_delay_seconds", fields.path("initial_delay_seconds"), HOUR);
    Duration longest = seconds("retry.max_delay_seconds", fields.path("max_delay_seconds"), DAY);
    if (initial != null && longest != null && longest.compareTo(initial) < 0) {
      problems.add("'retry.max_delay_seconds' must not be less than initial_delay_seconds");
    }
    // What is not given goes by what is.
    Duration usualInitial =
        longest == null ? USUAL_INITIAL : Collections.min(List.of(USUAL_INITIAL, longest));
    Duration usualLongest =
        initial == null ? USUAL_LONGEST : Collections.max(List.of(USUAL_LONGEST, initial));
    return new RetryPolicy(
        attempts(fields.path("max_attempts")),
        initial == null ? usualInitial : initial,
        multiplier(fields.path("multiplier")),
        longest == null ? usualLongest : longest,
        seconds("retry.max_elapsed_seconds", fields.path("max_elapsed_seconds"), WEEK),
        retryOn(fields.path("retry_on")));
  }

  private int attempts(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || !isWithin(node, 1, 100)) {
      problems.add("'retry.max_attempts' must be a whole number from 1 to 100, the first included");
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
      return RetryPolicy.USUAL_RETRY_ON;
    }
    Set<String> names = new LinkedHashSet<>();
    boolean isGood = node.isArray() && !node.isEmpty();
    for (JsonNode entry : node) {
      isGood &= StatusCodes.isOne(entry) || isKind(entry);
      names.add(entry.asText());
    }
    if (!isGood) {
      problems.add(
          "'retry.retry_on' must be a list of \"connection\", \"timeout\", statuses such as 503, or"
              + " classes such as \"5xx\"");
      return RetryPolicy.USUAL_RETRY_ON;
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
          "'success_codes' must be a list of statuses such as 404, or classes such as \"2xx\"");
      return null;
    }
    return StatusCodes.of(codes);
  }

  private @Nullable Duration seconds(String name, JsonNode node, int longest) {
    if (isAbsent(node)) {
      return null;
    }
    if (!node.isNumber() || !isWithin(node, MIN_LENGTH, longest)) {
      problems.add(
          "'%s' must be a number of seconds from %s to %d".formatted(name, MIN_LENGTH, longest));
      return null;
    }
    return Duration.ofMillis(Math.round(node.doubleValue() * 1000));
  }

  private static boolean isKind(JsonNode entry) {
    return entry.isTextual()
        && (entry.textValue().equals(FailureKind.CONNECTION.name())
            || entry.textValue().equals(FailureKind.TIMEOUT.name()));
  }

  private static boolean isWithin(JsonNode number, double least, double most) {
    return number.doubleValue() >= least && number.doubleValue() <= most;
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static JsonNode orMissing(@Nullable JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  private static String sorted() {
    return String.join(", ", RETRY_FIELDS.stream().sorted().toList());
  }
}
