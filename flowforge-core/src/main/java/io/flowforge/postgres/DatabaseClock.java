package io.flowforge.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of PostgreSQL: the one clock that all servers share. It is asked now and then; in
 * between, and while PostgreSQL is away, time is counted on from there. So a server whose own clock
 * is wrong, or is set while it runs, neither puts work off nor takes work away from others. Safe
 * for use by many threads.
 */
public final class DatabaseClock implements InstantSource {

  /**
   * What PostgreSQL said.
   *
   * @param nanos {@link System#nanoTime} at that moment
   */
  private record Reading(Instant instant, long nanos) {}

  private final Database database;
  private volatile Reading latest;

  /**
   * Asks for the time.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer
   */
  public DatabaseClock(Database database) {
    this.database = database;
    this.latest = read();
  }

  @Override
  public Instant instant() {
    Reading reading = latest;
    return reading.instant().plusNanos(System.nanoTime() - reading.nanos());
  }

  /**
   * Asks again.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer; the clock goes
   *     on as it was
   */
  public void synchronize() {
    latest = read();
  }

  private Reading read() {
    return database.inTransaction(
        tx -> {
          long begin = System.nanoTime();
          Instant now =
              tx.find(
                      "SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now",
                      row -> row.instant("now"))
                  .orElseThrow();
          // The answer was made somewhere on the way.
          Duration halfWay = Duration.ofNanos(System.nanoTime() - begin).dividedBy(2);
          return new Reading(now, begin + halfWay.toNanos());
        });
  }
}
