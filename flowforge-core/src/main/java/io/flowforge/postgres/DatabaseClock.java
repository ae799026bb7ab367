package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * PostgreSQL's time, which is the same for all servers on a database. If each server went by its
 * own clock, one that is minutes behind would count as dead, and one that is ahead would queue work
 * that is not due on the others. Between two readings the time advances with {@link
 * System#nanoTime}. Safe for use by many threads.
 */
public final class DatabaseClock implements InstantSource {

  private static final Logger LOG = System.getLogger(DatabaseClock.class.getName());

  /** A reading that took longer is too inaccurate to be used. */
  private static final Duration MAX_READING_DURATION = Duration.ofSeconds(1);

  private final Database database;
  private volatile Reading latest;

  /** PostgreSQL's time at one of our ticks. */
  private record Reading(Instant time, long nanos) {}

  private DatabaseClock(Database database, Reading latest) {
    this.database = database;
    this.latest = latest;
  }

  /**
   * Reads PostgreSQL's time.
   *
   * @throws UnavailableException if PostgreSQL does not respond
   */
  public static DatabaseClock of(Database database) {
    return new DatabaseClock(database, read(database));
  }

  @Override
  public Instant instant() {
    Reading reading = latest;
    return reading.time().plusNanos(System.nanoTime() - reading.nanos());
  }

  /** Returns this clock in whole units: a time that is stored then equals the one that is read. */
  public InstantSource inUnitsOf(ChronoUnit unit) {
    return Clock.tick(withZone(ZoneOffset.UTC), unit.getDuration());
  }

  /** Reads PostgreSQL's time again. If it is unavailable, the time advances as before. */
  public void adjust() {
    long begin = System.nanoTime();
    try {
      Reading reading = read(database);
      if (System.nanoTime() - begin < MAX_READING_DURATION.toNanos()) {
        latest = reading;
      }
    } catch (UnavailableException e) {
      LOG.log(Level.DEBUG, LogEvent.of("clock_not_adjusted").with("reason", e.userMessage()));
    }
  }

  private static Reading read(Database database) {
    return database.inTransaction(
        tx -> {
          Instant time =
              tx.list(
                      "SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now",
                      row -> row.instant("now"))
                  .getFirst();
          return new Reading(time, System.nanoTime());
        });
  }
}
