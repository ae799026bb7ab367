package io.flowforge.execution;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.FailedToScheduleBatchException;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.WorkQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Adds requests to the durable queue: db-scheduler on PostgreSQL, shared by all servers on the
 * database. An entry carries nothing but its id, {@code <request id>/<dispatch>}. Safe for use by
 * many threads.
 *
 * @see <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>
 */
public final class QueueClient implements WorkQueue {

  private final InstantSource clock;
  private final WorkSignal signal;
  private final SchedulerClient client;

  /**
   * Creates a client that writes in the transaction of the calling thread.
   *
   * @param clock the clock by which all servers decide which entries are due
   */
  public QueueClient(Database database, InstantSource clock, WorkSignal signal) {
    this.clock = clock;
    this.signal = signal;
    this.client =
        SchedulerClient.Builder.create(database.currentTransaction())
            .jdbcCustomization(postgres())
            .build();
  }

  @Override
  public void enqueue(Tx tx, String requestId, long dispatch, Duration delay) {
    var entry = new TaskInstance<Void>(QueueEntry.TASK, new QueueEntry(requestId, dispatch).id());
    // One insert. No entry with this id can exist: the guarded update that gave the dispatch its
    // number comes before it in the transaction, and only one such update can succeed.
    try {
      client.scheduleBatch(List.of(entry), clock.instant().plus(delay));
    } catch (FailedToScheduleBatchException e) {
      throw new UnavailableException("the queue is not responding; retry in a few seconds", e);
    }
    // Not before the commit: a worker would find nothing.
    tx.afterCommit(signal::send);
  }

  static JdbcCustomization postgres() {
    return new PostgreSqlJdbcCustomization(false, true);
  }
}
