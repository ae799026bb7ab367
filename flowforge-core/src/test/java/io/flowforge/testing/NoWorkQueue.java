package io.flowforge.testing;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.WorkQueue;
import java.time.Duration;

/** A queue for requests that nobody runs. */
public final class NoWorkQueue implements WorkQueue {

  @Override
  public void enqueue(Tx tx, String requestId, long dispatch, Duration delay) {}

  @Override
  public void remove(Tx tx, String requestId, long dispatch) {}
}
