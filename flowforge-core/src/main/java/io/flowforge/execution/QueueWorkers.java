package io.flowforge.execution;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The workers of this process, which claim the entries of the queue and run their requests. They
 * claim nothing before {@link #start}.
 */
final class QueueWorkers implements AutoCloseable {

  private static final Logger LOG = System.getLogger(QueueWorkers.class.getName());

  /** The minimum of the library; after that many, a worker counts as dead. */
  private static final int MAX_MISSED_HEARTBEATS = 4;

  /** The minimum delay of work whose store is unavailable; the maximum is twice as long. */
  private static final Duration MIN_OUTAGE_DELAY = Duration.ofSeconds(1);

  private final RequestRunner runner;
  private final Scheduler scheduler;

  /**
   * Creates the workers.
   *
   * @param clock the clock by which all servers decide which entries are due and which workers dead
   */
  QueueWorkers(
      ExecutionSettings settings,
      Database database,
      InstantSource clock,
      RequestRunner runner,
      QueueFailureHandler failureHandler,
      WorkSignal signal) {
    this.runner = runner;
    var task =
        Tasks.custom(QueueEntry.TASK, Void.class)
            .onFailure(failureHandler::retryOrFail)
            .onDeadExecution(failureHandler::revive)
            .execute(this::run);
    this.scheduler =
        Scheduler.create(database.dataSource(), task)
            .schedulerName(new SchedulerName.Fixed(workerName()))
            .jdbcCustomization(QueueClient.postgres())
            .clock(clock::instant)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(settings.requestsInFlight())
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(settings.intervals().poll())
            .heartbeatInterval(settings.intervals().heartbeat())
            .missedHeartbeatsLimit(MAX_MISSED_HEARTBEATS)
            // The library waits this long, interrupts the workers, and waits this long again.
            .shutdownMaxWait(settings.stopTimeout())
            .failureLogging(LogLevel.WARN, false)
            .build();
    signal.onWork(scheduler::triggerCheckForDueExecutions);
  }

  void start() {
    scheduler.start();
  }

  /** Claims no more work, lets steps in flight end, and returns the rest to the queue. */
  @Override
  public void close() {
    if (scheduler.getSchedulerState().isStarted()) {
      scheduler.stop();
    }
  }

  boolean isAtWork() {
    return scheduler.getSchedulerState().isStarted()
        && !scheduler.getSchedulerState().isShuttingDown();
  }

  private CompletionHandler<Void> run(TaskInstance<Void> entry, ExecutionContext context) {
    try {
      boolean isOver =
          runner.run(
              QueueEntry.of(entry.getId()), () -> context.getSchedulerState().isShuttingDown());
      return isOver ? new CompletionHandler.OnCompleteRemove<>() : QueueWorkers::rescheduleNow;
    } catch (InterruptedException e) {
      LOG.log(Level.INFO, LogEvent.of("work_returned").with("entry", entry.getId()));
      return QueueWorkers::rescheduleNow;
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("work_postponed")
              .with("entry", entry.getId())
              .with("reason", e.userMessage()));
      return QueueWorkers::rescheduleAfterOutage;
    } finally {
      // The server is stopping. An interrupt that is still pending would break the rescheduling.
      if (Thread.interrupted()) {
        LOG.log(Level.DEBUG, LogEvent.of("interrupt_cleared").with("entry", entry.getId()));
      }
    }
  }

  private static void rescheduleNow(ExecutionComplete done, ExecutionOperations<Void> operations) {
    operations.reschedule(done, done.getTimeDone());
  }

  /** Lets the entry wait in the queue, however long the outage lasts, rather than in a thread. */
  private static void rescheduleAfterOutage(
      ExecutionComplete done, ExecutionOperations<Void> operations) {
    long millis = MIN_OUTAGE_DELAY.toMillis();
    long delay = millis + ThreadLocalRandom.current().nextLong(millis);
    operations.reschedule(done, done.getTimeDone().plusMillis(delay));
  }

  /** Returns the value of {@code picked_by}: names the process, and is unique for each start. */
  private static String workerName() {
    return "flowforge-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  }
}
