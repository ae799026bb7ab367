package io.flowforge.live;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;

/** The streams of single requests, for those who may see them. Thread-safe. */
public final class LiveRequests {

  private final RequestAccess access;
  private final StepLogStore logs;
  private final Live live;

  public LiveRequests(RequestAccess access, StepLogStore logs, Live live) {
    this.access = access;
    this.logs = logs;
    this.live = live;
  }

  /**
   * What is known when a stream opens.
   *
   * @param hasState whether anything is recorded of the request
   * @param isAhead whether the viewer has more than there is, as after a restore of the database
   */
  private record Opening(boolean hasState, boolean isAhead, RequestStatus status) {}

  /**
   * Opens a stream of everything that happens to a request, from a position on.
   *
   * @param last what the viewer has already. If that is more than there is, the stream says so and
   *     begins at the beginning
   * @throws NotFoundException also when the caller must not know of the request, and when it has
   *     not ended and nothing is recorded of it yet, as of one that an older program has begun
   * @throws io.flowforge.error.ForbiddenException if the caller may not see the request
   */
  public RequestStream open(Caller caller, String id, StreamPosition last) {
    Opening opening = live.turns().take(() -> opening(caller, id, last));
    if (!opening.hasState() && !opening.status().isEnd()) {
      throw new NotFoundException(
          "nothing is recorded of service request %s yet, because another program has begun it; poll"
                  .formatted(id)
              + " the request itself");
    }
    RequestStream stream =
        live.stream(
            id,
            opening.isAhead() ? StreamPosition.BEGIN : last,
            () -> access.check(caller, id, Action.SEE_REQUEST));
    if (!opening.hasState()) {
      // Nothing is recorded of it, and it has ended, so nothing can follow.
      stream.add(new LiveEvent.OfEnd(opening.status()));
    }
    return opening.isAhead() ? stream.restarted() : stream;
  }

  private Opening opening(Caller caller, String id, StreamPosition last) {
    return access.read(
        caller,
        id,
        Action.SEE_REQUEST,
        (tx, request, state) ->
            new Opening(
                state.isPresent(),
                last.seq() > state.map(ExecutionState::seq).orElse(0L)
                    || (last.logId() > 0 && last.logId() > logs.lastOf(tx, id)),
                state.map(ExecutionState::status).orElse(request.request().status())));
  }
}
