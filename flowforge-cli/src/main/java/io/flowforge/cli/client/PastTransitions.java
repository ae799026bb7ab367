package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.scan.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The transitions in the history of a request, and the words for them. */
public final class PastTransitions {

  /** The most that the server returns at once. */
  private static final int PAGE_SIZE = 200;

  private static final int MAX_NAME = 24;

  private PastTransitions() {}

  /** Returns the latest transitions, oldest first. */
  public static List<JsonNode> latest(RequestClient requests, String id, int limit) {
    List<JsonNode> found = new ArrayList<>();
    boolean isMore = true;
    while (isMore && found.size() < limit) {
      OptionalLong before =
          found.isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(found.getFirst().path("seq").asLong());
      JsonNode page = requests.history(id, before, Math.min(PAGE_SIZE, limit - found.size()));
      List<JsonNode> part = new ArrayList<>();
      page.path("transitions").forEach(part::add);
      found.addAll(0, part);
      isMore = page.path("has_earlier").asBoolean() && !part.isEmpty();
    }
    return found;
  }

  /** Returns what happened, with the number of the attempt if it was not the first. */
  public static String what(JsonNode transition) {
    int attempt = transition.path("attempt").asInt();
    return word(transition.path("transition").asText()) + (attempt > 1 ? " (" + attempt + ")" : "");
  }

  private static String word(String name) {
    return switch (name) {
      case "CREATE" -> "submitted";
      case "ADOPT" -> "adopted";
      case "START" -> "started";
      case "ADVANCE" -> "step done";
      case "RETRY" -> "attempt failed";
      case "SUSPEND" -> "suspended";
      case "SIGNAL" -> "continued";
      case "WAIT" -> "waits";
      case "APPROVE", "APPROVE_LAST" -> "approved";
      case "REJECT" -> "rejected";
      case "COMPLETE" -> "completed";
      case "FAIL" -> "failed";
      case "HALT" -> "stopped";
      case "CANCEL" -> "cancelled";
      case "RESUME" -> "retried";
      // A later server may know more.
      default -> name.toLowerCase(Locale.ROOT);
    };
  }

  /** Returns the step, cut so that the columns after it stay on the screen. */
  public static String step(JsonNode transition) {
    return Excerpt.of(transition.path("step_name").asText(""), MAX_NAME);
  }

  /** Returns the time since the transition before, such as {@code 1.2 s}; empty for the first. */
  public static String took(JsonNode transition) {
    JsonNode millis = transition.path("took_ms");
    return millis.isNumber() ? text(Duration.ofMillis(millis.asLong())) : "";
  }

  private static String text(Duration time) {
    if (time.toMinutes() < 1) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (time.toHours() < 1) {
      return "%d min".formatted(time.toMinutes());
    }
    return time.toDays() < 1 ? "%d h".formatted(time.toHours()) : "%d d".formatted(time.toDays());
  }

  /** Returns why something failed, or else who did it; empty for the system. */
  public static String byOrWhy(JsonNode transition) {
    JsonNode reason = transition.path("reason");
    if (reason.isTextual()) {
      return reason.asText();
    }
    String operator = transition.path("operator").asText();
    return operator.isEmpty() ? transition.path("updated_by").asText() : "operator " + operator;
  }
}
