package io.flowforge.execution.queue;

import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * Single entries of the table {@code scheduled_tasks}. The table and what its columns mean are
 * those of db-scheduler 16, because servers of earlier releases use that library on it.
 *
 * @see <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a>
 */
public final class EntryStore {

  /**
   * Holds for entries of requests. Those of a first run have the name that servers of earlier
   * releases know; those of further runs have another one, because these servers would run them
   * with the {@code Idempotency-Key} of the first. Those of suspended steps have a third one: these
   * servers would execute the step as if it began.
   */
  static final String OF_REQUESTS =
      "task_name IN ('run-request', 'run-request-again', 'continue-request')";

  private static final String GIVE_BACK =
      """
      UPDATE scheduled_tasks
      SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1,
          execution_time = ?::timestamp AT TIME ZONE 'UTC',
          last_success = coalesce(?::timestamp AT TIME ZONE 'UTC', last_success),
          last_failure = coalesce(?::timestamp AT TIME ZONE 'UTC', last_failure),
          consecutive_failures = ?
      WHERE\s"""
          + OF_REQUESTS
          + " AND task_instance = ? AND version = ?";

  /**
   * Adds an entry for a request that has a state. The versions of a pipeline share its line, which
   * has the id of the first one.
   */
  void add(Tx tx, QueueEntry entry, Instant due) {
    // No entry with this id can exist: the guarded update that gave the dispatch its number comes
    // before it in the transaction, and only one such update can succeed.
    tx.later(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,
                                     org_id, pipeline_id, run)
        SELECT CASE WHEN wait_leg = leg THEN 'continue-request'
                    WHEN run = 1 THEN 'run-request' ELSE 'run-request-again' END, ?,
               ?::timestamp AT TIME ZONE 'UTC', FALSE, 1, org_id,
               coalesce((SELECT lineage FROM pipeline_version
                         WHERE pipeline_version.pipeline_id = request_run.pipeline_id),
                        request_run.pipeline_id), run
        FROM request_run WHERE request_id = ?
        """,
        entry.id(),
        due,
        entry.requestId());
  }

  /** Removes an entry whose dispatch is over, whoever holds it. */
  public void remove(Tx tx, QueueEntry entry) {
    tx.later(
        "DELETE FROM scheduled_tasks WHERE " + OF_REQUESTS + " AND task_instance = ?", entry.id());
  }

  /**
   * Checks whether a worker still holds an entry, and if so, lets it keep the entry until the
   * transaction ends.
   */
  public boolean isHeld(Tx tx, HeldEntry held) {
    return tx.find(
            "SELECT 1 FROM scheduled_tasks WHERE "
                + OF_REQUESTS
                + " AND task_instance = ? AND version = ? FOR UPDATE",
            _ -> true,
            held.entry().id(),
            held.version())
        .orElse(false);
  }

  /**
   * An entry that nobody holds.
   *
   * @param heldOfOrganization how many entries of its organization are held; 0 if not asked for
   * @param heldOfPipeline how many of these are of its pipeline
   */
  record Waiting(int orgId, Instant due, int heldOfOrganization, int heldOfPipeline) {}

  /**
   * Returns an entry that nobody holds.
   *
   * @param isCounting whether to count what is held
   */
  Optional<Waiting> findWaiting(Tx tx, QueueEntry entry, boolean isCounting) {
    return tx.find(
        """
        SELECT entry.org_id, execution_time AT TIME ZONE 'UTC' AS due,
               coalesce(held.entries, 0) AS of_organization,
               coalesce(held.of_pipeline, 0) AS of_pipeline
        FROM scheduled_tasks AS entry
        LEFT JOIN LATERAL (
          SELECT count(*)::integer AS entries,
                 (count(*) FILTER (WHERE other.pipeline_id = entry.pipeline_id))::integer
                   AS of_pipeline
          FROM scheduled_tasks AS other
          WHERE other.picked AND other.org_id = entry.org_id AND ?) AS held ON TRUE
        WHERE task_name IN ('run-request', 'run-request-again', 'continue-request') AND task_instance = ? AND NOT picked
        """,
        row ->
            new Waiting(
                row.integer("org_id"),
                row.instant("due"),
                row.integer("of_organization"),
                row.integer("of_pipeline")),
        isCounting,
        entry.id());
  }

  /** Returns an entry to the queue, unless it was lost. */
  void giveBack(Tx tx, HeldEntry held, Instant now, Instant due) {
    tx.later(GIVE_BACK, due, now, null, 0, held.entry().id(), held.version());
  }

  /**
   * Returns the entry of a suspended step to the queue, whoever holds it: the caller has locked its
   * request and thereby proved that nobody has claimed it since.
   */
  public void reschedule(Tx tx, QueueEntry entry, Instant now, Instant due) {
    tx.later(
        """
        UPDATE scheduled_tasks
        SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1,
            execution_time = ?::timestamp AT TIME ZONE 'UTC',
            last_success = ?::timestamp AT TIME ZONE 'UTC', consecutive_failures = 0
        WHERE task_name = 'continue-request' AND task_instance = ?
        """,
        due,
        now,
        entry.id());
  }

  /** Returns an entry that could not be run, unless it was lost. */
  void giveBackFailed(Tx tx, HeldEntry held, Instant now, Instant due) {
    tx.later(GIVE_BACK, due, null, now, held.failures() + 1, held.entry().id(), held.version());
  }
}
