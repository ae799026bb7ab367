package io.flowforge.request.state;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.StepType;
import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.OneLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transition of one request that is about to be recorded.
 *
 * @param current the step at which the request is before the transition
 * @param next the step at which it is afterwards; the same one unless another begins
 * @param delay how long the queue holds back the work, if the transition queues any
 * @param spent what the attempt and the delay add to the time spent on the step, if it goes on
 * @param reason why something has failed, for the history; empty if nothing has
 * @param undone the steps that have not begun in the run that begins, although they had before
 * @param pinned the version of the pipeline that the request is moved to; null to leave it
 */
public record Transition(
    TransitionType type,
    StepRef current,
    StepRef next,
    Duration delay,
    Duration spent,
    String reason,
    List<StepRef> undone,
    @Nullable PinnedPipeline pinned) {

  private static final int MAX_REASON = 500;

  /** Reduces the reason to one line of bounded length that PostgreSQL can store. */
  public Transition {
    reason = shortened(reason);
    undone = List.copyOf(undone);
  }

  /** Returns a reason as one line of bounded length that PostgreSQL can store. */
  static String shortened(String reason) {
    return Excerpt.of(OneLine.of(reason).strip(), MAX_REASON);
  }

  Transition(TransitionType type, StepRef current, StepRef next, Duration delay, Duration spent) {
    this(type, current, next, delay, spent, "", List.of(), null);
  }

  /**
   * The name and type of a step.
   *
   * @param type empty when the pipeline no longer has the step
   */
  public record StepRef(String name, String type) {

    private static StepRef of(Step step) {
      return new StepRef(step.stepName(), step.stepType());
    }

    private StepChange to(StepStatus status) {
      return new StepChange(name, type, status);
    }
  }

  /** Returns a transition after which the request is still at the same step. */
  public static Transition of(TransitionType type, Step current) {
    return at(type, StepRef.of(current));
  }

  /**
   * Cancels the request.
   *
   * @param stepType the type of the current step, empty when the pipeline no longer has it
   */
  public static Transition cancel(ExecutionState state, String stepType) {
    return at(TransitionType.CANCEL, new StepRef(state.currentStep(), stepType));
  }

  /** Approves the current step; the next one begins, or the request is completed. */
  public static Transition approve(Step current, Optional<Step> next) {
    return onward(current, next, TransitionType.APPROVE, TransitionType.APPROVE_LAST);
  }

  /** Completes the current step; the next one begins, or the request is completed. */
  public static Transition complete(Step current, Optional<Step> next) {
    return onward(current, next, TransitionType.ADVANCE, TransitionType.COMPLETE);
  }

  public static Transition waitForApproval(Step current) {
    return of(TransitionType.WAIT, current);
  }

  public static Transition fail(Step current) {
    return of(TransitionType.FAIL, current);
  }

  /** Fails a request whose pipeline no longer has the current step. */
  public static Transition fail(ExecutionState state) {
    return at(TransitionType.FAIL, new StepRef(state.currentStep(), ""));
  }

  /**
   * Schedules another attempt of the current step.
   *
   * @param took how much of the step's time the failed attempt took
   */
  public static Transition retry(Step current, Duration took, Duration delay) {
    var step = StepRef.of(current);
    return new Transition(TransitionType.RETRY, step, step, delay, took.plus(delay));
  }

  /**
   * Suspends the current step, which costs neither an attempt nor any of the step's time.
   *
   * @param delay how long at the most
   */
  public static Transition suspend(Step current, Duration delay) {
    var step = StepRef.of(current);
    return new Transition(TransitionType.SUSPEND, step, step, delay, Duration.ZERO);
  }

  /**
   * Continues the current step, which is suspended, at once.
   *
   * @param stepType the type of the step, empty when it is not known
   */
  public static Transition signal(ExecutionState state, String stepType) {
    return at(TransitionType.SIGNAL, new StepRef(state.currentStep(), stepType));
  }

  /**
   * Begins another run at a step.
   *
   * @param undone the steps behind it that had begun
   * @param pinned the version of the pipeline that the request is moved to; null to leave it
   */
  public static Transition resume(Step at, List<Step> undone, @Nullable PinnedPipeline pinned) {
    var step = StepRef.of(at);
    return new Transition(
        TransitionType.RESUME,
        step,
        step,
        Duration.ZERO,
        Duration.ZERO,
        "",
        undone.stream().map(StepRef::of).toList(),
        pinned);
  }

  /** Returns the transition with the reason why something has failed, as people read it. */
  public Transition because(String why) {
    return new Transition(type, current, next, delay, spent, why, undone, pinned);
  }

  /**
   * Returns what a worker records instead if nothing more may be executed: the end of the step, or
   * of its last attempt, and that of the request. Empty if nothing would be executed next.
   */
  public Optional<Transition> halted() {
    return switch (type) {
      case ADVANCE -> Optional.of(at(TransitionType.HALT, current));
      case RETRY -> Optional.of(at(TransitionType.FAIL, current));
      default -> Optional.empty();
    };
  }

  /**
   * Rejects what the table does not allow in that state.
   *
   * @throws ConflictException naming the status, or the step that is not an approval
   */
  void requireAllowedIn(ExecutionState state) {
    type.requireAllowedFrom(state.status(), state.requestId());
    if (type.isAtApprovalOnly() && !current.type().equals(StepType.APPROVAL)) {
      throw new ConflictException(
          "service request %s is at step '%s', which is not an approval, and cannot be %s"
              .formatted(state.requestId(), current.name(), type.description()));
    }
    if (type.isAtSuspensionOnly() && !state.isSuspended()) {
      throw new ConflictException(
          "service request %s is at step '%s', which is not suspended, and cannot be %s"
              .formatted(state.requestId(), current.name(), type.description()));
    }
  }

  /** Returns the step events that follow from the table when the request is in that status. */
  List<StepChange> stepChangesFrom(RequestStatus status) {
    List<StepChange> changes = new ArrayList<>();
    undone.forEach(step -> changes.add(step.to(StepStatus.NOT_STARTED)));
    type.stepEndsAs(status).ifPresent(end -> changes.add(current.to(end)));
    if (type.beginsStep()) {
      changes.add(next.to(StepStatus.RUNNING));
    }
    return changes;
  }

  private static Transition onward(
      Step current, Optional<Step> next, TransitionType toNext, TransitionType toEnd) {
    return next.map(
            step ->
                new Transition(
                    toNext, StepRef.of(current), StepRef.of(step), Duration.ZERO, Duration.ZERO))
        .orElseGet(() -> of(toEnd, current));
  }

  private static Transition at(TransitionType type, StepRef step) {
    return new Transition(type, step, step, Duration.ZERO, Duration.ZERO);
  }
}
