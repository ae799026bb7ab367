package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Sighting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks again and again for Running requests that nobody will run. */
final class QueueWatch implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** What comes due later than any wait of the engine, does not come. */
  private static final int SECONDS_TO_COME_DUE = 60;

  /** A dead worker is noticed after 6 s; this leaves room for PostgreSQL being away. */
  private static final int SECONDS_OF_SILENCE = 30;

  private static final String UNATTENDED =
      """
      SELECT run.request_id,
             CASE WHEN entry.task_instance IS NULL THEN 'Running without an entry'
                  WHEN entry.picked AND entry.last_heartbeat > now() + ? * interval '1 second'
                    THEN 'a dead worker would not be noticed before ' || entry.last_heartbeat
                  WHEN entry.picked AND entry.last_heartbeat < now() - ? * interval '1 second'
                    THEN 'in the hands of ' || entry.picked_by || ', silent since '
                         || entry.last_heartbeat
                  WHEN NOT entry.picked AND entry.execution_time > now() + ? * interval '1 second'
                    THEN 'not due before ' || entry.execution_time
             END AS what
      FROM request_run run
      LEFT JOIN scheduled_tasks entry
        ON entry.task_name = 'run-request'
        AND entry.task_instance = run.request_id || '/' || run.leg
      WHERE run.status = 'Running'
      """;

  private final Tables tables;
  private final Queue<Sighting> sightings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final Thread thread;

  /** Looks from now on. */
  QueueWatch(Tables tables) {
    this.tables = tables;
    thread = Thread.ofVirtual().name("queue-watch").start(this::lookAgainAndAgain);
  }

  List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /** How often PostgreSQL was there to be looked at. */
  int looks() {
    return looks.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void lookAgainAndAgain() {
    while (!Thread.currentThread().isInterrupted()) {
      look();
      Time.pass(BETWEEN_LOOKS);
    }
  }

  private void look() {
    try {
      tables
          .list(
              UNATTENDED,
              QueueWatch::sighting,
              SECONDS_TO_COME_DUE,
              SECONDS_OF_SILENCE,
              SECONDS_TO_COME_DUE)
          .stream()
          .filter(sighting -> !sighting.what().isEmpty())
          .forEach(sightings::add);
      looks.incrementAndGet();
    } catch (SQLException _) {
      // PostgreSQL is away; that is what the faults are for.
    }
  }

  private static Sighting sighting(ResultSet row) throws SQLException {
    String what = row.getString("what");
    return new Sighting(row.getString("request_id"), what == null ? "" : what, Instant.now());
  }
}
