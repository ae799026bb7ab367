package io.flowforge.request.state;

import static io.flowforge.request.state.RequestStatus.CANCELLED;
import static io.flowforge.request.state.RequestStatus.COMPLETED;
import static io.flowforge.request.state.RequestStatus.FAILED;
import static io.flowforge.request.state.RequestStatus.NOT_STARTED;
import static io.flowforge.request.state.RequestStatus.PENDING;
import static io.flowforge.request.state.RequestStatus.RUNNING;
import static io.flowforge.request.state.TransitionType.Property.ATTEMPT_BEGINS;
import static io.flowforge.request.state.TransitionType.Property.AT_APPROVAL;
import static io.flowforge.request.state.TransitionType.Property.AT_SUSPENSION;
import static io.flowforge.request.state.TransitionType.Property.RUN_BEGINS;
import static io.flowforge.request.state.TransitionType.Property.STEP_BEGINS;
import static io.flowforge.request.state.TransitionType.Property.SUSPENDED_AFTER;
import static io.flowforge.request.state.TransitionType.Property.WORK_QUEUED;

import io.flowforge.error.ConflictException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a service request. Each constant is one transition: its description, from
 * which statuses, to which status, as what the current step ends (null if it does not), and further
 * properties. Everything that a transition writes follows from its row, and a transition that has
 * no row is rejected. The names are stored in {@code request_transition}.
 */
public enum TransitionType {
  START("started", Set.of(NOT_STARTED), RUNNING, null, STEP_BEGINS, WORK_QUEUED),
  CANCEL("cancelled", Set.of(NOT_STARTED, RUNNING, PENDING), CANCELLED, StepStatus.CANCELLED),
  WAIT("paused for approval", Set.of(RUNNING), PENDING, null, AT_APPROVAL),
  ADVANCE("advanced to the next step", Set.of(RUNNING), RUNNING, StepStatus.COMPLETED, STEP_BEGINS),
  RETRY(
      "scheduled for another attempt", Set.of(RUNNING), RUNNING, null, ATTEMPT_BEGINS, WORK_QUEUED),
  SUSPEND("suspended", Set.of(RUNNING), RUNNING, null, SUSPENDED_AFTER, WORK_QUEUED),
  SIGNAL(
      "continued by a signal",
      Set.of(RUNNING),
      RUNNING,
      null,
      AT_SUSPENSION,
      SUSPENDED_AFTER,
      WORK_QUEUED),
  COMPLETE("completed", Set.of(RUNNING), COMPLETED, StepStatus.COMPLETED),
  FAIL("failed", Set.of(RUNNING), FAILED, StepStatus.FAILED),
  HALT("stopped after a step", Set.of(RUNNING), FAILED, StepStatus.COMPLETED),
  APPROVE(
      "approved",
      Set.of(PENDING),
      RUNNING,
      StepStatus.COMPLETED,
      STEP_BEGINS,
      WORK_QUEUED,
      AT_APPROVAL),
  APPROVE_LAST("approved", Set.of(PENDING), COMPLETED, StepStatus.COMPLETED, AT_APPROVAL),
  REJECT("rejected", Set.of(PENDING), FAILED, StepStatus.FAILED, AT_APPROVAL),
  RESUME("retried", Set.of(FAILED), RUNNING, null, RUN_BEGINS, STEP_BEGINS, WORK_QUEUED);

  /** A further condition or effect of a transition. */
  enum Property {
    /** Only allowed while the current step is an approval. */
    AT_APPROVAL,
    /** Only allowed while the current step is suspended. */
    AT_SUSPENSION,
    /**
     * The current step is suspended afterwards: whoever claims the work continues it. After any
     * other transition it is not.
     */
    SUSPENDED_AFTER,
    /** Another run begins, in which the steps from the next one on are executed again. */
    RUN_BEGINS,
    /** A step begins, with its first attempt. */
    STEP_BEGINS,
    /** Another attempt of the current step begins. */
    ATTEMPT_BEGINS,
    /** The request needs a worker, so a queue entry is written. */
    WORK_QUEUED
  }

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is unmodifiable
  private final Set<RequestStatus> from;

  private final RequestStatus to;
  private final @Nullable StepStatus stepEndsAs;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is unmodifiable
  private final Set<Property> properties;

  TransitionType(
      String description,
      Set<RequestStatus> from,
      RequestStatus to,
      @Nullable StepStatus stepEndsAs,
      Property... properties) {
    this.description = description;
    this.from = from;
    this.to = to;
    this.stepEndsAs = stepEndsAs;
    this.properties = Set.of(properties);
  }

  /** Returns the past participle that completes "the request is ...". */
  String description() {
    return description;
  }

  public RequestStatus to() {
    return to;
  }

  public boolean isAllowedFrom(RequestStatus status) {
    return from.contains(status);
  }

  /**
   * Returns the status in which the current step ends, or empty if it does not end. Before the
   * start no step has begun, so none can end.
   */
  Optional<StepStatus> stepEndsAs(RequestStatus status) {
    return status == NOT_STARTED ? Optional.empty() : Optional.ofNullable(stepEndsAs);
  }

  boolean beginsRun() {
    return properties.contains(RUN_BEGINS);
  }

  boolean beginsStep() {
    return properties.contains(STEP_BEGINS);
  }

  boolean beginsAttempt() {
    return properties.contains(ATTEMPT_BEGINS);
  }

  boolean queuesWork() {
    return properties.contains(WORK_QUEUED);
  }

  /** Returns whether something is executed next. */
  boolean isToExecute() {
    return beginsStep() || beginsAttempt();
  }

  boolean isAtSuspensionOnly() {
    return properties.contains(AT_SUSPENSION);
  }

  boolean isSuspendedAfter() {
    return properties.contains(SUSPENDED_AFTER);
  }

  boolean isAtApprovalOnly() {
    return properties.contains(AT_APPROVAL);
  }

  /**
   * Rejects a transition that the table does not contain.
   *
   * @throws ConflictException naming the status
   */
  public void requireAllowedFrom(RequestStatus status, String requestId) {
    if (!isAllowedFrom(status)) {
      throw new ConflictException(
          "service request %s is %s and cannot be %s"
              .formatted(requestId, status.label(), description));
    }
  }
}
