package io.flowforge.faults.evidence;

import io.flowforge.faults.cluster.Tables;
import io.flowforge.faults.cluster.Wait;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread that polls for Running requests that no worker will run. */
public final class QueueWatch implements AutoCloseable {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /**
   * More than any delay of the engine; an entry that is due later counts as lost. That of a
   * suspended step is due when its wait ends, at the latest.
   */
  private static final int MAX_SECONDS_UNTIL_DUE = 60;

  /** A dead worker is noticed after 6 s; this leaves room for outages of PostgreSQL. */
  private static final int MAX_SECONDS_OF_SILENCE = 30;

  private static final String UNATTENDED =
      """
      SELECT run.request_id,
             CASE WHEN entry.task_instance IS NULL AND run.wait_leg = run.leg
                    THEN 'suspended without an entry'
                  WHEN entry.task_instance IS NULL THEN 'Running without an entry'
                  WHEN entry.picked AND entry.last_heartbeat > now() + ? * interval '1 second'
                    THEN 'a dead worker would not be noticed before ' || entry.last_heartbeat
                  WHEN entry.picked AND entry.last_heartbeat < now() - ? * interval '1 second'
                    THEN 'held by ' || entry.picked_by || ', without a heartbeat since '
                         || entry.last_heartbeat
                  WHEN NOT entry.picked AND run.wait_leg = run.leg
                    THEN CASE WHEN wait.request_id IS NULL
                                OR entry.execution_time AT TIME ZONE 'UTC'
                                   > wait.until + ? * interval '1 second'
                           THEN 'suspended longer than until ' || coalesce(wait.until::text, '?')
                         END
                  WHEN NOT entry.picked AND entry.execution_time > now() + ? * interval '1 second'
                    THEN 'not due before ' || entry.execution_time
             END AS what
      FROM request_run run
      LEFT JOIN scheduled_tasks entry
        ON entry.task_name IN ('run-request', 'run-request-again', 'continue-request')
        AND entry.task_instance = run.request_id || '/' || run.leg
      LEFT JOIN step_wait wait ON wait.request_id = run.request_id
      WHERE run.status = 'Running'
        -- Requests of a deleted organization are not run but cancelled.
        AND NOT EXISTS (SELECT 1 FROM organization WHERE org_id = run.org_id AND deleted)
      """;

  private final Tables tables;
  private final Queue<Sighting> sightings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger checks = new AtomicInteger();
  private final Thread thread;

  /** Starts to poll. */
  public QueueWatch(Tables tables) {
    this.tables = tables;
    thread = Thread.ofVirtual().name("queue-watch").start(this::poll);
  }

  public List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /** Returns the number of checks, without those during outages of PostgreSQL. */
  public int checks() {
    return checks.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void poll() {
    while (!Thread.currentThread().isInterrupted()) {
      check();
      Wait.pass(POLL_INTERVAL);
    }
  }

  private void check() {
    try {
      tables
          .list(
              UNATTENDED,
              QueueWatch::sighting,
              MAX_SECONDS_UNTIL_DUE,
              MAX_SECONDS_OF_SILENCE,
              MAX_SECONDS_UNTIL_DUE,
              MAX_SECONDS_UNTIL_DUE)
          .stream()
          .filter(sighting -> !sighting.what().isEmpty())
          .forEach(sightings::add);
      checks.incrementAndGet();
    } catch (SQLException _) {
      // PostgreSQL is down, which is one of the faults.
    }
  }

  private static Sighting sighting(ResultSet row) throws SQLException {
    String what = row.getString("what");
    return new Sighting(row.getString("request_id"), what == null ? "" : what, Instant.now());
  }
}
