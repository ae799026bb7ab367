package io.flowforge.live.event;

import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.state.RequestStatus;

/** What a stream tells its viewer. */
public sealed interface LiveEvent {

  /** The memory that an object takes apart from its text, in bytes. */
  int OBJECT_COST = 256;

  /** Returns about how many bytes of memory it takes. */
  long cost();

  /** A transition of the request. */
  record OfTransition(PastTransition transition) implements LiveEvent {

    @Override
    public long cost() {
      return OBJECT_COST * (2L + transition.steps().size());
    }
  }

  /** Lines of the log of a step, which were written together. */
  record OfLog(LoggedRow row) implements LiveEvent {

    @Override
    public long cost() {
      return OBJECT_COST + row.lines().stream().mapToLong(line -> 48L + 2L * line.length()).sum();
    }
  }

  /** The request has ended, and everything about it has been told. */
  record OfEnd(RequestStatus status) implements LiveEvent {

    @Override
    public long cost() {
      return OBJECT_COST;
    }
  }

  /**
   * A request of an organization has changed.
   *
   * @param cursor the number with which the stream can be resumed after it
   */
  record OfChange(ChangedRequest request, long cursor) implements LiveEvent {

    @Override
    public long cost() {
      return 2 * OBJECT_COST;
    }
  }

  /**
   * What the viewer has so far does not count: the stream begins, or could not be resumed exactly.
   *
   * @param cursor the number with which the stream of an organization can be resumed after it; 0 in
   *     the stream of a request
   */
  record OfReset(long cursor) implements LiveEvent {

    @Override
    public long cost() {
      return OBJECT_COST;
    }
  }

  /** The server ends the stream. */
  record OfClosing(CloseReason reason) implements LiveEvent {

    @Override
    public long cost() {
      return OBJECT_COST;
    }
  }
}
