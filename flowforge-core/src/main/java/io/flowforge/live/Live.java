package io.flowforge.live;

import io.flowforge.postgres.Database;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;

/**
 * Tells viewers what happens to requests, on whichever server it happens. Nothing that a transition
 * does waits for this, and while nobody watches it asks the database nothing. Thread-safe.
 */
public final class Live implements AutoCloseable {

  /** The share of the heap that events may take which viewers have not read. */
  private static final int SHARE_OF_BUFFERS = 16;

  private final RequestFeeds requests;
  private final BufferBudget budget;
  private final Lookout lookout;

  public Live(Database database, ExecutionStateStore states, StepLogStore logs) {
    requests =
        new RequestFeeds(
            new RecordReader(database, states, new HistoryStore(), logs),
            Math.max(1, database.connections() / 4),
            this::begin);
    budget = new BufferBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_BUFFERS);
    lookout = new Lookout(() -> !requests.isEmpty(), requests::look);
  }

  /** Looks at once if somebody watches the request of which this server has changed the state. */
  public void recorded(ExecutionState state) {
    if (requests.isWatched(state.requestId())) {
      lookout.wake();
    }
  }

  /**
   * Returns a stream of a request.
   *
   * @param check throws if the viewer may no longer see the request
   */
  RequestStream stream(String requestId, StreamPosition begin, Runnable check) {
    return new RequestStream(requestId, begin, requests, budget, check);
  }

  private void begin() {
    lookout.begin();
  }

  /** Returns how many bytes the events take that viewers have not read. */
  long buffered() {
    return budget.held();
  }

  /** Stops looking, and ends what is open. */
  @Override
  public void close() {
    lookout.close();
    requests.close(CloseReason.STOPPING);
  }
}
