package io.flowforge.request.state;

import io.flowforge.postgres.Tx;
import java.time.Duration;

/** The queue of requests that need a worker. */
public interface WorkQueue {

  /**
   * Adds a request to the queue if and only if the transaction commits.
   *
   * @param dispatch the number of the transition that queues the work; each has at most one entry
   * @param delay how long the entry is held back
   */
  void enqueue(Tx tx, String requestId, long dispatch, Duration delay);

  /** Removes the entry of a dispatch that is over if and only if the transaction commits. */
  void remove(Tx tx, String requestId, long dispatch);
}
