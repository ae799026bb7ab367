package io.flowforge.request.retry;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.StepType;
import io.flowforge.request.state.StepStatus;
import io.flowforge.scan.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The steps from which a failed request may go on. It may from a step if each step before it has
 * completed, and if the run had reached it. On a later version of the pipeline, the steps before it
 * must also be the same in both: their names, types and order. What else has changed about them
 * does not matter, because they are not executed again.
 *
 * @param ran the steps of the version that the request ran on, in their order
 * @param next the steps of the version that it is to go on with, in their order
 * @param failedAt the place in {@code ran} of the step to go on with: the one that failed, or the
 *     one after the last that completed; -1 if that is not known
 * @param kept how many steps at the beginning are the same in both and have completed
 */
record ResumePoints(List<Step> ran, List<Step> next, int failedAt, int kept) {

  private static final int MAX_LISTED = 20;

  /**
   * Finds the steps.
   *
   * @param currentStep the step at which the request ended; empty if that is not known
   * @param statuses the latest status of each step that has begun
   */
  static ResumePoints of(
      Pipeline ran, Pipeline next, String currentStep, Map<String, StepStatus> statuses) {
    List<Step> before = ran.stepsInOrder();
    List<Step> after = next.stepsInOrder();
    return new ResumePoints(
        before, after, failedAt(before, currentStep, statuses), kept(before, after, statuses));
  }

  private static int failedAt(
      List<Step> steps, String currentStep, Map<String, StepStatus> statuses) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).stepName().equals(currentStep)) {
        return statuses.get(currentStep) == StepStatus.COMPLETED ? i + 1 : i;
      }
    }
    return -1;
  }

  private static int kept(List<Step> before, List<Step> after, Map<String, StepStatus> statuses) {
    int kept = 0;
    while (kept < before.size()
        && kept < after.size()
        && isSamePlace(before.get(kept), after.get(kept))
        && statuses.get(before.get(kept).stepName()) == StepStatus.COMPLETED) {
      kept++;
    }
    return kept;
  }

  private static boolean isSamePlace(Step one, Step other) {
    return one.stepName().equals(other.stepName()) && one.stepType().equals(other.stepType());
  }

  /**
   * Returns the place in {@link #next} from which to go on.
   *
   * @param fromStep the step that somebody chose; null for the one at which the request failed
   * @throws InvalidException if there is no such step
   * @throws ConflictException if the request cannot go on from it
   */
  int chosen(@Nullable String fromStep) {
    int place = fromStep == null ? placeOfFailure() : placeOfChoice(fromStep);
    if (place > lastPossible()) {
      throw new ConflictException(reasonAgainst(place) + possible());
    }
    return withVoidApprovals(place);
  }

  private int placeOfChoice(String name) {
    return placeOf(name)
        .orElseThrow(
            () ->
                new InvalidException(
                    "from_step: there is no step '%s'%s".formatted(Excerpt.of(name), possible())));
  }

  private int placeOfFailure() {
    if (failedAt < 0) {
      throw new ConflictException(
          "from_step: it is not known at which step the request failed" + possible());
    }
    if (failedAt == ran.size()) {
      return failedAt;
    }
    String name = ran.get(failedAt).stepName();
    return placeOf(name)
        .orElseThrow(
            () ->
                new ConflictException(
                    "from_step: the version to go on with has no step '%s'%s"
                        .formatted(name, possible())));
  }

  private OptionalInt placeOf(String name) {
    return IntStream.range(0, next.size())
        .filter(place -> next.get(place).stepName().equals(name))
        .findFirst();
  }

  /**
   * An approval holds for the steps behind it. If one of them has changed, or the approval itself,
   * it is void, and with it all approvals before. The request then waits at the first one again.
   */
  private int withVoidApprovals(int place) {
    for (int i = 0; i < place; i++) {
      if (ran.get(i).stepType().equals(StepType.APPROVAL)) {
        return ran.subList(i, ran.size()).equals(next.subList(i, next.size())) ? place : i;
      }
    }
    return place;
  }

  private int lastPossible() {
    return Math.min(failedAt < 0 ? kept : Math.min(failedAt, kept), next.size() - 1);
  }

  private String reasonAgainst(int place) {
    if (place >= next.size()) {
      return "from_step: no step is left to run";
    }
    boolean isChanged =
        kept < ran.size() && kept < place && !isSamePlace(ran.get(kept), next.get(kept));
    if (isChanged) {
      return "from_step: the version to go on with has step '%s' where the request ran '%s'"
          .formatted(next.get(kept).stepName(), ran.get(kept).stepName());
    }
    return failedAt >= 0 && place > failedAt
        ? "from_step: the request failed before it reached step '%s'"
            .formatted(next.get(place).stepName())
        : "from_step: step '%s' before it has not completed".formatted(next.get(kept).stepName());
  }

  private String possible() {
    if (next.isEmpty()) {
      return "; the pipeline has no steps";
    }
    int count = lastPossible() + 1;
    String names =
        next.stream()
            .limit(Math.min(count, MAX_LISTED))
            .map(step -> "'" + step.stepName() + "'")
            .collect(Collectors.joining(", "));
    String rest = count > MAX_LISTED ? " and %d more".formatted(count - MAX_LISTED) : "";
    return "; the request can go on from " + names + rest;
  }
}
