package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.WorkQueue;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.request.waiting.WaitingWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes the durable queue, which all servers on the database share. Safe for use by many threads.
 */
public final class RunQueue implements WorkQueue, WaitingWork {

  /** What has not waited for longer is about to be picked. */
  private static final Duration MIN_WAIT = Duration.ofSeconds(1);

  private final EntryStore entries = new EntryStore();
  private final StepWaitStore waits = new StepWaitStore();
  private final InstantSource clock;
  private final WorkSignal signal;
  private final InFlightCaps caps;

  /**
   * Creates the queue.
   *
   * @param clock the clock by which all servers decide which entries are due
   * @param caps what may be in flight on all servers together
   */
  public RunQueue(InstantSource clock, WorkSignal signal, InFlightCaps caps) {
    this.clock = clock;
    this.signal = signal;
    this.caps = caps;
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

  @Override
  public Optional<WaitReason> reasonOf(Tx tx, ExecutionState state) {
    Instant now = clock.instant();
    if (state.updatedAt().isAfter(now.minus(MIN_WAIT))) {
      return Optional.empty();
    }
    return entries
        .findWaiting(tx, new QueueEntry(state.requestId(), state.dispatch()), caps.areSet())
        .flatMap(
            entry ->
                entry.due().isAfter(now) ? Optional.of(delayOf(tx, state)) : reasonOf(entry, now));
  }

  private WaitReason delayOf(Tx tx, ExecutionState state) {
    return state.isSuspended()
        ? waits
            .find(tx, state.requestId())
            .map(wait -> WaitReason.of(wait.waitsFor()))
            .orElse(WaitReason.RETRY)
        : WaitReason.RETRY;
  }

  private Optional<WaitReason> reasonOf(EntryStore.Waiting entry, Instant now) {
    if (entry.due().isAfter(now.minus(MIN_WAIT))) {
      return Optional.empty();
    }
    if (entry.heldOfOrganization() >= caps.of(entry.orgId())) {
      return Optional.of(WaitReason.ORGANIZATION_CAP);
    }
    return Optional.of(
        entry.heldOfPipeline() >= caps.ofPipeline() ? WaitReason.PIPELINE_CAP : WaitReason.TURN);
  }
}
