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

  private final List<Task> tasks;
  private final ScheduledExecutorService threads;

  /**
   * A task.
   *
   * @param interval from the end of one execution to the start of the next
   */
  record Task(String name, Duration interval, Runnable action) {}

  PeriodicTasks(List<Task> tasks) {
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

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Runs a task without throwing, because the executor does not repeat a task that has thrown. */
  private static void run(Task task) {
    try {
      task.action().run();
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("periodic_task_failed")
              .with("task", task.name())
              .with("reason", String.valueOf(e.getMessage())));
    }
  }
}
