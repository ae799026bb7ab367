package io.flowforge.request.state;

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
public record Transition(
    TransitionType transition,
    String step,
    List<StepChange> changes,
    Duration delay,
    Duration spent) {

  public static Transition start(Step first) {
    return at(first, TransitionType.START, StepStatus.RUNNING);
  }

  /**
   * Somebody ends the request.
   *
   * @param stepType empty when nobody knows it any more
   */
  public static Transition cancel(ExecutionState run, String stepType) {
    List<StepChange> changes =
        run.status() == RequestStatus.NOT_STARTED
            ? List.of()
            : List.of(new StepChange(run.currentStep(), stepType, StepStatus.CANCELLED));
    return now(TransitionType.CANCEL, run.currentStep(), changes);
  }

  public static Transition approve(Step current, Optional<Step> next) {
    return onward(current, next, TransitionType.APPROVE, TransitionType.APPROVE_LAST);
  }

  public static Transition reject(Step current) {
    return at(current, TransitionType.REJECT, StepStatus.FAILED);
  }

  /** The step did what it should; the next one begins, or the request has come to its end. */
  public static Transition complete(Step current, Optional<Step> next) {
    return onward(current, next, TransitionType.ADVANCE, TransitionType.COMPLETE);
  }

  public static Transition waitForApproval(Step current) {
    return now(TransitionType.WAIT, current.stepName(), List.of());
  }

  public static Transition fail(Step current) {
    return at(current, TransitionType.FAIL, StepStatus.FAILED);
  }

  /** Fails a request whose step nobody knows any more. */
  public static Transition fail(ExecutionState run) {
    return now(
        TransitionType.FAIL,
        run.currentStep(),
        List.of(new StepChange(run.currentStep(), "", StepStatus.FAILED)));
  }

  /**
   * The attempt failed; there is another one later, and the step goes on running.
   *
   * @param took what the attempt took of the step's time
   */
  public static Transition retry(Step current, Duration took, Duration delay) {
    return new Transition(
        TransitionType.RETRY, current.stepName(), List.of(), delay, took.plus(delay));
  }

  private static Transition onward(
      Step current, Optional<Step> next, TransitionType toNext, TransitionType toEnd) {
    List<StepChange> changes = new ArrayList<>();
    changes.add(StepChange.of(current, StepStatus.COMPLETED));
    next.ifPresent(step -> changes.add(StepChange.of(step, StepStatus.RUNNING)));
    return now(next.isPresent() ? toNext : toEnd, next.orElse(current).stepName(), changes);
  }

  private static Transition at(Step step, TransitionType transition, StepStatus status) {
    return now(transition, step.stepName(), List.of(StepChange.of(step, status)));
  }

  private static Transition now(TransitionType transition, String step, List<StepChange> changes) {
    return new Transition(transition, step, List.copyOf(changes), Duration.ZERO, Duration.ZERO);
  }
}
