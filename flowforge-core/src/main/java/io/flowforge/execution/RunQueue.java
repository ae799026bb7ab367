package io.flowforge.execution;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.FailedToScheduleBatchException;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.WorkQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The durable queue of requests that wait for a worker, and the workers: db-scheduler on
 * PostgreSQL, shared by all servers on the database. An entry carries nothing but its id, {@code
 * <request id>/<leg>}: one piece of work, one entry. Safe for use by many threads.
 *
 * @see <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>
 */
final class RunQueue implements WorkQueue, AutoCloseable {

  private static final Logger LOG = System.getLogger(RunQueue.class.getName());

  /** What the library takes as the least; then the worker counts as dead. */
  private static final int MISSED_HEARTBEATS = 4;

  /** How long a request waits for a store that does not answer, at the least; twice at the most. */
  private static final Duration OUTAGE_WAIT = Duration.ofSeconds(1);

  private final Database database;
  private final InstantSource clock;
  private final SchedulerClient client;
  private volatile @Nullable Scheduler workers;

  /**
   * Makes the queue; nothing runs yet.
   *
   * @param clock the same for all servers: who is due, and who counts as dead, is decided by it
   */
  RunQueue(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    // Writes in the transaction of whoever enqueues.
    this.client =
        SchedulerClient.Builder.create(database.currentTransaction())
            .jdbcCustomization(postgres())
            .build();
  }

  @Override
  public void enqueue(Tx tx, String requestId, long dispatch, Duration delay) {
    var entry = new TaskInstance<Void>(QueueEntry.TASK, new QueueEntry(requestId, dispatch).id());
    // One insert. It cannot meet an entry of the same id: the guarded update that gave this leg its
    // number comes before it in the transaction, and only one of them can win.
    try {
      client.scheduleBatch(List.of(entry), clock.instant().plus(delay));
    } catch (FailedToScheduleBatchException e) {
      throw new UnavailableException(
          "the run queue does not answer; try again in a few seconds", e);
    }
    // Not before the commit: a worker would look and find nothing.
    tx.afterCommit(this::wakeWorkers);
  }

  /** Starts working off the queue. */
  void start(RequestRunner runner, ExecutionSettings settings) {
    var failedWork =
        new QueueFailureHandler(runner, new QueueStore(), settings.intervals().maxRetry(), clock);
    CustomTask<Void> task =
        Tasks.custom(QueueEntry.TASK, Void.class)
            .onFailure(failedWork::retryOrGiveUp)
            .onDeadExecution(failedWork::revive)
            .execute((entry, context) -> work(runner, entry, context));
    Scheduler scheduler =
        Scheduler.create(database.dataSource(), task)
            .schedulerName(new SchedulerName.Fixed(workerName()))
            .jdbcCustomization(postgres())
            .clock(clock::instant)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .threads(settings.requestsInFlight())
            .pollUsingLockAndFetch(0.5, 1.0)
            .pollingInterval(settings.intervals().poll())
            .heartbeatInterval(settings.intervals().heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            // It waits this long, interrupts, and waits this long again.
            .shutdownMaxWait(settings.stopTimeout())
            .failureLogging(LogLevel.WARN, false)
            .build();
    scheduler.start();
    workers = scheduler;
  }

  /** Stops taking up work, lets steps in flight finish, and puts back what is left. */
  @Override
  public void close() {
    Scheduler scheduler = workers;
    if (scheduler != null) {
      scheduler.stop();
    }
  }

  boolean isAtWork() {
    Scheduler scheduler = workers;
    return scheduler != null
        && scheduler.getSchedulerState().isStarted()
        && !scheduler.getSchedulerState().isShuttingDown();
  }

  private void wakeWorkers() {
    Scheduler scheduler = workers;
    if (scheduler != null) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  private static CompletionHandler<Void> work(
      RequestRunner runner, TaskInstance<Void> entry, ExecutionContext context) {
    try {
      boolean isOver =
          runner.run(
              QueueEntry.of(entry.getId()), () -> context.getSchedulerState().isShuttingDown());
      return isOver ? new CompletionHandler.OnCompleteRemove<>() : RunQueue::putBack;
    } catch (InterruptedException e) {
      LOG.log(Level.INFO, "event=work_put_back entry={0}", entry.getId());
      return RunQueue::putBack;
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          "event=work_postponed entry={0} reason=\"{1}\"",
          entry.getId(),
          e.userMessage());
      return RunQueue::putOff;
    } finally {
      // The server stops and will not wait. What is left to do is to give the entry back, and an
      // interrupt that is still pending would cut that short.
      if (Thread.interrupted()) {
        LOG.log(Level.DEBUG, "event=interrupt_cleared entry={0}", entry.getId());
      }
    }
  }

  private static void putBack(ExecutionComplete done, ExecutionOperations<Void> operations) {
    operations.reschedule(done, done.getTimeDone());
  }

  /** A store is away, for however long: the wait is in the queue, not in a thread. */
  private static void putOff(ExecutionComplete done, ExecutionOperations<Void> operations) {
    long wait =
        OUTAGE_WAIT.toMillis() + ThreadLocalRandom.current().nextLong(OUTAGE_WAIT.toMillis());
    operations.reschedule(done, done.getTimeDone().plusMillis(wait));
  }

  /** Stands in {@code picked_by}: tells people the process, and machines one start from another. */
  private static String workerName() {
    return "flowforge-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  }

  private static JdbcCustomization postgres() {
    return new PostgreSqlJdbcCustomization(false, true);
  }
}
