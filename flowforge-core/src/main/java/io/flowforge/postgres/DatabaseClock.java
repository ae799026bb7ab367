package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of PostgreSQL, which is one for all servers on a database. By their own clocks a server
 * that is minutes behind would count as dead, and one that is ahead would leave work that nobody
 * finds due. Between two looks it goes on by the processor's ticks. Safe for use by many threads.
 */
public final class DatabaseClock implements InstantSource {

  private static final Logger LOG = System.getLogger(DatabaseClock.class.getName());

  /** What took longer tells too little of the moment at which PostgreSQL looked. */
  private static final Duration MAX_CHECK_DURATION = Duration.ofSeconds(1);

  private final Database database;
  private volatile Mark mark;

  /** The time at one of our ticks. */
  private record Mark(Instant time, long nanos) {}

  private DatabaseClock(Database database, Mark mark) {
    this.database = database;
    this.mark = mark;
  }

  /**
   * Looks once.
   *
   * @throws UnavailableException when PostgreSQL does not answer
   */
  public static DatabaseClock of(Database database) {
    return new DatabaseClock(database, look(database));
  }

  @Override
  public Instant instant() {
    Mark last = mark;
    return last.time().plusNanos(System.nanoTime() - last.nanos());
  }

  /** Looks again, now and then; while PostgreSQL is away, the time goes on as it did. */
  public void adjust() {
    long begin = System.nanoTime();
    try {
      Mark seen = look(database);
      if (System.nanoTime() - begin < MAX_CHECK_DURATION.toNanos()) {
        mark = seen;
      }
    } catch (UnavailableException e) {
      LOG.log(Level.DEBUG, "event=clock_not_adjusted reason=\"{0}\"", e.userMessage());
    }
  }

  private static Mark look(Database database) {
    return database.inTransaction(
        tx -> {
          Instant time =
              tx.list(
                      "SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now",
                      row -> row.instant("now"))
                  .getFirst();
          return new Mark(time, System.nanoTime());
        });
  }
}
