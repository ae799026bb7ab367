package io.flowforge.server.api.run;

import io.flowforge.request.history.HistoryPage;
import io.flowforge.request.history.HistoryPage.PastStep;
import io.flowforge.request.history.HistoryPage.PastTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the history of a request in a response. */
public record HistoryJson(
    String serviceRequestId,
    int run,
    List<TransitionJson> transitions,
    boolean hasEarlier,
    boolean hasLater) {

  public static HistoryJson of(HistoryPage page) {
    return new HistoryJson(
        page.requestId(),
        page.run(),
        page.transitions().stream().map(TransitionJson::of).toList(),
        page.hasEarlier(),
        page.hasLater());
  }

  /** Returns one transition, as an object of the list. */
  public static Object of(PastTransition past) {
    return TransitionJson.of(past);
  }

  record TransitionJson(
      long seq,
      int run,
      String transition,
      String status,
      @Nullable String stepName,
      @Nullable Integer attempt,
      String updatedBy,
      String operator,
      Instant updatedAt,
      @Nullable Long tookMs,
      @Nullable String reason,
      List<StepJson> steps) {

    static TransitionJson of(PastTransition past) {
      return new TransitionJson(
          past.seq(),
          past.run(),
          past.name(),
          past.status().label(),
          past.stepName(),
          past.attempt(),
          past.by(),
          past.operator(),
          past.at(),
          millis(past.took()),
          past.reason(),
          past.steps().stream().map(StepJson::of).toList());
    }
  }

  record StepJson(
      String name, String status, Instant updatedAt, String updatedBy, @Nullable Long tookMs) {

    static StepJson of(PastStep past) {
      return new StepJson(
          past.stepName(), past.status().label(), past.at(), past.by(), millis(past.took()));
    }
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
