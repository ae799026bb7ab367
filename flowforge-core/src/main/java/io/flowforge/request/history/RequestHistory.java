package io.flowforge.request.history;

import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.state.ExecutionState;
import java.util.List;

/** The histories of requests, for their requesters and the admins. Thread-safe. */
public final class RequestHistory {

  private final RequestAccess access;
  private final HistoryStore store;

  public RequestHistory(RequestAccess access, HistoryStore store) {
    this.access = access;
    this.store = store;
  }

  /**
   * Returns a part of the history of a request.
   *
   * @throws io.flowforge.error.NotFoundException also when the caller must not know of the request
   */
  public HistoryPage page(Caller caller, String id, HistoryRange range) {
    return access.read(
        caller,
        id,
        Action.SEE_REQUEST,
        (tx, _, state) -> page(tx, id, state.map(ExecutionState::run).orElse(1), range));
  }

  private HistoryPage page(Tx tx, String id, int run, HistoryRange range) {
    List<PastTransition> found = store.transitions(tx, id, range);
    boolean isMore = found.size() > range.size();
    List<PastTransition> part =
        !isMore
            ? found
            : range.isForward() ? found.subList(0, range.size()) : found.subList(1, found.size());
    if (part.isEmpty()) {
      return new HistoryPage(id, run, part, false, false);
    }
    long first = part.getFirst().seq();
    long last = part.getLast().seq();
    return new HistoryPage(
        id,
        run,
        store.withSteps(tx, id, part),
        range.isForward() ? store.exists(tx, id, first - 1) : isMore,
        range.isForward() ? isMore : store.exists(tx, id, last + 1));
  }
}
