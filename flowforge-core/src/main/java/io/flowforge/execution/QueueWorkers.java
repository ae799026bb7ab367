package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.Capacity;
import io.flowforge.execution.queue.Room;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this process: one thread picks entries of the queue whenever there is work and
 * room, and each of them is run on a virtual thread. They pick nothing before {@link #start}.
 */
final class QueueWorkers implements AutoCloseable {

  private static final Logger LOG = System.getLogger(QueueWorkers.class.getName());

  /**
   * How long room gathers while more work waits than there is room for: to pick one entry costs as
   * much as to pick many.
   */
  private static final Duration GATHERING = Duration.ofMillis(3);

  private final WorkPicker picker;
  private final WorkRun run;
  private final Capacity capacity;
  private final PeriodicTasks tasks;
  private final Duration pollInterval;
  private final Duration stopTimeout;
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Thread loop;
  private volatile boolean isStopping;

  /** Whether there may be work for which there was no room. */
  private volatile boolean isMoreWaiting;

  /**
   * Creates the workers.
   *
   * @param tasks what is repeated as long as entries are held, until the last one is given back
   */
  QueueWorkers(
      WorkPicker picker,
      WorkRun run,
      Capacity capacity,
      PeriodicTasks tasks,
      Duration pollInterval,
      Duration stopTimeout) {
    this.picker = picker;
    this.run = run;
    this.capacity = capacity;
    this.tasks = tasks;
    this.pollInterval = pollInterval;
    this.stopTimeout = stopTimeout;
  }

  synchronized void start() {
    capacity.onRoom(
        () -> {
          if (isMoreWaiting) {
            wake.release();
          }
        });
    tasks.start();
    loop = Thread.ofPlatform().daemon().name("queue").start(this::pickUntilStopped);
  }

  /** Tells the workers that there may be new work. */
  void wake() {
    wake.release();
  }

  synchronized boolean isAtWork() {
    return loop != null && loop.isAlive() && !isStopping;
  }

  /** Picks no more work, lets steps in flight end, and gives back the rest. */
  @Override
  public void close() {
    Thread picking;
    synchronized (this) {
      isStopping = true;
      picking = loop;
    }
    wake.release();
    try {
      if (picking != null) {
        picking.join();
      }
      threads.shutdown();
      if (!threads.awaitTermination(stopTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        if (!threads.awaitTermination(stopTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.log(Level.WARNING, LogEvent.of("workers_not_stopped"));
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    tasks.close();
  }

  private void pickUntilStopped() {
    while (!isStopping) {
      try {
        wake.drainPermits();
        picker.beginRound();
        while (!isStopping && pickSome()) {}
        var _ = wake.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        rest(e);
      }
    }
  }

  /** Returns whether there may be more work and more room. */
  private boolean pickSome() throws InterruptedException {
    // Before the look: what becomes free after it wakes this thread.
    isMoreWaiting = true;
    Room room = capacity.room();
    if (room.entries() == 0) {
      return false;
    }
    WorkPicker.Picked picked = picker.pick(room);
    picked.work().forEach(work -> threads.execute(() -> run.run(work, () -> isStopping)));
    boolean isFull = picked.work().size() == room.entries();
    boolean mayBeMore = isFull || !picked.isRoundOver();
    isMoreWaiting = mayBeMore || room.isLimited() || picked.isCapped();
    if (isFull) {
      Thread.sleep(GATHERING);
    }
    return mayBeMore;
  }

  private void rest(RuntimeException failure) {
    LOG.log(
        Level.WARNING,
        LogEvent.of("picking_failed")
            .with(
                "reason",
                failure instanceof UnavailableException unavailable
                    ? unavailable.userMessage()
                    : String.valueOf(failure)));
    try {
      var _ = wake.tryAcquire(pollInterval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
