package io.flowforge.request.state;

import static io.flowforge.request.state.RequestStatus.CANCELLED;
import static io.flowforge.request.state.RequestStatus.COMPLETED;
import static io.flowforge.request.state.RequestStatus.FAILED;
import static io.flowforge.request.state.RequestStatus.NOT_STARTED;
import static io.flowforge.request.state.RequestStatus.PENDING;
import static io.flowforge.request.state.RequestStatus.RUNNING;

import io.flowforge.error.ConflictException;
import java.util.Set;

/**
 * Everything that can happen to a service request: the whole table, from where and to where. What
 * is not in it is refused.
 */
public enum TransitionType {
  START("started", Set.of(NOT_STARTED), RUNNING),
  CANCEL("cancelled", Set.of(NOT_STARTED, RUNNING, PENDING), CANCELLED),
  WAIT("paused for approval", Set.of(RUNNING), PENDING),
  ADVANCE("advanced to the next step", Set.of(RUNNING), RUNNING),
  RETRY("put off for another attempt", Set.of(RUNNING), RUNNING),
  COMPLETE("completed", Set.of(RUNNING), COMPLETED),
  FAIL("failed", Set.of(RUNNING), FAILED),
  APPROVE("approved", Set.of(PENDING), RUNNING),
  APPROVE_LAST("approved", Set.of(PENDING), COMPLETED),
  REJECT("rejected", Set.of(PENDING), FAILED);

  private final String participle;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes an unmodifiable one
  private final Set<RequestStatus> from;

  private final RequestStatus to;

  TransitionType(String participle, Set<RequestStatus> from, RequestStatus to) {
    this.participle = participle;
    this.from = from;
    this.to = to;
  }

  public RequestStatus to() {
    return to;
  }

  public boolean isAllowedFrom(RequestStatus status) {
    return from.contains(status);
  }

  /** Whether a worker has to take the request up afterwards: nobody is running it yet. */
  boolean callsForWorker() {
    return to == RUNNING && this != ADVANCE;
  }

  /** Whether a step begins with it, as far as anything runs afterwards. */
  boolean beginsStep() {
    return to == RUNNING && this != RETRY;
  }

  /**
   * Refuses what the table does not hold.
   *
   * @throws ConflictException that names the state
   */
  void requireAllowedFrom(RequestStatus status, String requestId) {
    if (!isAllowedFrom(status)) {
      throw new ConflictException(
          "service request %s is %s and cannot be %s"
              .formatted(requestId, status.label(), participle));
    }
  }
}
