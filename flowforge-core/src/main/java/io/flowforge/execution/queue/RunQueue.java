package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.WorkQueue;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Writes the durable queue, which all servers on the database share. Safe for use by many threads.
 */
public final class RunQueue implements WorkQueue {

  private final EntryStore entries = new EntryStore();
  private final InstantSource clock;
  private final WorkSignal signal;

  /**
   * Creates the queue.
   *
   * @param clock the clock by which all servers decide which entries are due
   */
  public RunQueue(InstantSource clock, WorkSignal signal) {
    this.clock = clock;
    this.signal = signal;
  }

  @Override
  public void enqueue(Tx tx, String requestId, long dispatch, Duration delay) {
    entries.add(tx, new QueueEntry(requestId, dispatch), clock.instant().plus(delay));
    // Not before the commit: a worker would find nothing.
    tx.afterCommit(signal::send);
  }

  @Override
  public void remove(Tx tx, String requestId, long dispatch) {
    entries.remove(tx, new QueueEntry(requestId, dispatch));
  }
}
