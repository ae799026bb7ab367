package io.flowforge.request.history;

import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the history of a request.
 *
 * @param run the number of its latest run
 * @param transitions oldest first
 * @param hasEarlier whether there are transitions before these
 * @param hasLater whether there are transitions after these
 */
public record HistoryPage(
    String requestId,
    int run,
    List<PastTransition> transitions,
    boolean hasEarlier,
    boolean hasLater) {

  public HistoryPage {
    transitions = List.copyOf(transitions);
  }

  /**
   * A transition.
   *
   * @param seq its number, counted from 1
   * @param run the number of the run to which it belongs
   * @param name CREATE, ADOPT, or a {@link io.flowforge.request.state.TransitionType}
   * @param stepName the step at which it happened; null if it is not recorded
   * @param attempt the number of the attempt that was under way; null if none was, or if it is not
   *     recorded
   * @param by the id of the user who caused it; empty for the system and an operator
   * @param operator the name of the operator who caused it; empty for the system and a user
   * @param took the time since the transition before; null for the first one
   * @param reason why something has failed; null if nothing has, or if it is not recorded
   */
  public record PastTransition(
      long seq,
      int run,
      String name,
      RequestStatus status,
      @Nullable String stepName,
      @Nullable Integer attempt,
      String by,
      String operator,
      Instant at,
      @Nullable Duration took,
      @Nullable String reason,
      List<PastStep> steps) {

    public PastTransition {
      steps = List.copyOf(steps);
    }

    PastTransition with(List<PastStep> changed) {
      return new PastTransition(
          seq, run, name, status, stepName, attempt, by, operator, at, took, reason, changed);
    }
  }

  /**
   * What a transition changed in a step.
   *
   * @param by the id of the user who caused it; empty for the system and an operator
   * @param took the time since the step began, if it ended; else null
   */
  public record PastStep(
      String stepName, StepStatus status, Instant at, String by, @Nullable Duration took) {}
}
