package io.flowforge.request;

import io.flowforge.pipeline.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a request at one moment, and all that follows from it. The only place that knows
 * which transition a decision or an outcome is, and which steps it changes.
 *
 * @param step the name of the step at which the request is afterwards
 * @param changes what happens to steps
 * @param delay how long the worker that is called for waits
 * @param spent how much of its time the step used up with that, if it goes on
 */
public record Move(
    RequestTransition transition,
    String step,
    List<StepChange> changes,
    Duration delay,
    Duration spent) {

  static Move start(Step first) {
    return at(first, RequestTransition.START, StepStatus.RUNNING);
  }

  /**
   * Somebody ends the request.
   *
   * @param stepType empty when nobody knows it any more
   */
  static Move cancel(RequestRun run, String stepType) {
    List<StepChange> changes =
        run.status() == RequestStatus.NOT_STARTED
            ? List.of()
            : List.of(new StepChange(run.currentStep(), stepType, StepStatus.CANCELLED));
    return now(RequestTransition.CANCEL, run.currentStep(), changes);
  }

  static Move approve(Step current, Optional<Step> next) {
    return onward(current, next, RequestTransition.APPROVE, RequestTransition.APPROVE_LAST);
  }

  static Move reject(Step current) {
    return at(current, RequestTransition.REJECT, StepStatus.FAILED);
  }

  /** The step did what it should; the next one begins, or the request has come to its end. */
  public static Move complete(Step current, Optional<Step> next) {
    return onward(current, next, RequestTransition.ADVANCE, RequestTransition.COMPLETE);
  }

  public static Move waitForApproval(Step current) {
    return now(RequestTransition.WAIT, current.stepName(), List.of());
  }

  public static Move fail(Step current) {
    return at(current, RequestTransition.FAIL, StepStatus.FAILED);
  }

  /** Fails a request whose step nobody knows any more. */
  public static Move fail(RequestRun run) {
    return now(
        RequestTransition.FAIL,
        run.currentStep(),
        List.of(new StepChange(run.currentStep(), "", StepStatus.FAILED)));
  }

  /**
   * The attempt failed; there is another one later, and the step goes on running.
   *
   * @param took what the attempt took of the step's time
   */
  public static Move retry(Step current, Duration took, Duration delay) {
    return new Move(
        RequestTransition.RETRY, current.stepName(), List.of(), delay, took.plus(delay));
  }

  private static Move onward(
      Step current, Optional<Step> next, RequestTransition toNext, RequestTransition toEnd) {
    List<StepChange> changes = new ArrayList<>();
    changes.add(StepChange.of(current, StepStatus.COMPLETED));
    next.ifPresent(step -> changes.add(StepChange.of(step, StepStatus.RUNNING)));
    return now(next.isPresent() ? toNext : toEnd, next.orElse(current).stepName(), changes);
  }

  private static Move at(Step step, RequestTransition transition, StepStatus status) {
    return now(transition, step.stepName(), List.of(StepChange.of(step, status)));
  }

  private static Move now(RequestTransition transition, String step, List<StepChange> changes) {
    return new Move(transition, step, List.copyOf(changes), Duration.ZERO, Duration.ZERO);
  }
}
