package io.flowforge.request.state;

import io.flowforge.postgres.Tx;
import java.time.Duration;

/** The requests that wait for a worker. */
public interface WorkQueue {

  /**
   * Puts a request into the queue as part of the transaction: it is there if and only if the
   * transaction commits.
   *
   * @param delay how long no worker takes it up
   * @param dispatch the transition that calls for the worker; a request is in the queue once a leg
   */
  void enqueue(Tx tx, String requestId, long dispatch, Duration delay);

  /** Interrupts the step of that request, if one is running in this process. */
  void interrupt(String requestId);
}
