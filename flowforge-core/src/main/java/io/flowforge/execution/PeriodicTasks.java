package io.flowforge.execution;

import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tasks that are repeated in the background, from {@link #start} until this is closed. */
final class PeriodicTasks implements AutoCloseable {

  private static final Logger LOG = System.getLogger(PeriodicTasks.class.getName());

  /** How long the end waits for tasks that are under way. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long it waits once more for those that it has interrupted. */
  private static final Duration PATIENCE_WITH_INTERRUPTED = Duration.ofSeconds(1);

  private final Duration patience;
  private final List<Task> tasks;
  private final ScheduledExecutorService threads;

  /**
   * A task.
   *
   * @param interval from the end of one execution to the start of the next
   */
  record Task(String name, Duration interval, Runnable action) {}

  PeriodicTasks(List<Task> tasks) {
    this(tasks, PATIENCE);
  }

  /**
   * @param patience how long {@link #close} waits for a task until it interrupts it
   */
  PeriodicTasks(List<Task> tasks, Duration patience) {
    this.patience = patience;
    this.tasks = List.copyOf(tasks);
    // One thread for each: while one task waits for a store, the others continue.
    this.threads =
        Executors.newScheduledThreadPool(
            tasks.size(), Thread.ofPlatform().daemon().name("periodic-", 1).factory());
  }

  void start() {
    for (Task task : tasks) {
      long millis = task.interval().toMillis();
      var _ =
          threads.scheduleWithFixedDelay(() -> run(task), millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Starts no task any more; those that are under way continue. */
  void stop() {
    threads.shutdown();
  }

  /**
   * Stops, and waits for the tasks that are under way, so that the stores may be closed after this.
   * A task that takes long is interrupted.
   */
  @Override
  public void close() {
    stop();
    try {
      if (!haveEndedAfter(patience)) {
        threads.shutdownNow();
        if (!haveEndedAfter(PATIENCE_WITH_INTERRUPTED)) {
          LOG.log(Level.WARNING, LogEvent.of("periodic_tasks_not_stopped"));
        }
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private boolean haveEndedAfter(Duration time) throws InterruptedException {
    return threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task without throwing, because the executor does not repeat a task that has thrown. */
  private void run(Task task) {
    try {
      task.action().run();
    } catch (RuntimeException e) {
      // A task that is interrupted because the process stops is no news for an operator.
      LOG.log(
          threads.isShutdown() ? Level.DEBUG : Level.WARNING,
          LogEvent.of("periodic_task_failed")
              .with("task", task.name())
              .with("reason", String.valueOf(e.getMessage())));
    }
  }
}
