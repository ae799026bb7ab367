package io.flowforge.load.growth;

import io.flowforge.execution.queue.Capacity;
import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.execution.queue.Leases;
import io.flowforge.load.stack.StackDatabase;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.postgres.Database;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionStateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What servers do in the background, while no server runs. */
final class StoreProbes {

  private static final int BATCH = 200;
  private static final int ROOM = 8;

  private final Database database;

  StoreProbes(Database database) {
    this.database = database;
  }

  TimedProbe sweep() {
    return new TimedProbe("sweep with nothing to do", _ -> sweepOnce());
  }

  /**
   * Returns how many pages of its buffers PostgreSQL reads for a sweep, on average: unlike the
   * time, this does not depend on what else the machine does.
   */
  double pagesOfASweep(int times) {
    long before = pagesSoFar();
    for (int time = 0; time < times; time++) {
      sweepOnce();
    }
    return (double) (pagesSoFar() - before) / times;
  }

  private long pagesSoFar() {
    // Another transaction sees what this one has counted so far only after it has ended.
    database.useTransaction(
        tx -> tx.list("SELECT pg_stat_force_next_flush()::varchar AS done", row -> ""));
    return database
        .inTransaction(
            tx ->
                tx.find(
                    """
                    SELECT blks_hit + blks_read AS pages FROM pg_stat_database
                    WHERE datname = current_database()
                    """,
                    row -> row.number("pages")))
        .orElseThrow();
  }

  /** Claims entries; there must be enough. */
  TimedProbe claim() {
    var leases =
        new Leases(database, InstantSource.system(), Duration.ofSeconds(1), InFlightCaps.NONE);
    var capacity = new Capacity(100 * ROOM, ROOM);
    return new TimedProbe(
        "claim of " + ROOM + " entries, with as many waiting as there are requests",
        _ -> {
          leases.beginRound();
          int claimed =
              database.inTransaction(tx -> leases.pick(tx, capacity.room()).entries()).size();
          if (claimed != ROOM) {
            throw new IllegalStateException("claimed " + claimed);
          }
        });
  }

  /** Lets an entry of each of the requests wait. */
  static void enqueue(StackDatabase database) {
    database.execute(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version,
                                     org_id, pipeline_id)
        SELECT 'run-request', request_id || '/2', created_on AT TIME ZONE 'UTC', FALSE, 1, org_id,
               pipeline_id
        FROM request_run
        """);
    database.execute("VACUUM ANALYZE scheduled_tasks");
  }

  private void sweepOnce() {
    var ages = new UnprojectedStore.Ages(Instant.now(), Instant.now(), Instant.EPOCH);
    database.useTransaction(
        tx -> {
          var _ = new RequestCountStore().addUp(tx, BATCH);
          var _ = new UnprojectedStore().after(tx, null, ages, BATCH);
          var _ = new OrganizationStore().closing(tx, BATCH);
          var _ = new ExecutionStateStore().withoutOrigin(tx, "", BATCH);
          var _ =
              new AdoptedStateStore(new ExecutionStateStore()).withEventsOfOthers(tx, "", BATCH);
        });
  }
}
