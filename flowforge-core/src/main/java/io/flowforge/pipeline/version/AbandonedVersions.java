package io.flowforge.pipeline.version;

import io.flowforge.error.UnavailableException;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Removes the documents of versions that were never published, because their writer crashed or lost
 * a race. Several servers may sweep at once.
 */
public final class AbandonedVersions {

  private static final Logger LOG = System.getLogger(AbandonedVersions.class.getName());

  /** Longer than any write to MongoDB can take, so that a removed document never follows. */
  private static final Duration AGE = Duration.ofMinutes(10);

  private static final int BATCH = 100;

  private final Database database;
  private final PipelineStore pipelines;
  private final InstantSource clock;
  private final VersionStore versions = new VersionStore();

  /**
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public AbandonedVersions(Database database, PipelineStore pipelines, InstantSource clock) {
    this.database = database;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  /** Removes what has been left for minutes; returns how many there were. */
  public int sweep() {
    Instant late = clock.instant().minus(AGE);
    List<String> left = database.inTransaction(tx -> versions.intendedBefore(tx, late, BATCH));
    try {
      left.forEach(this::remove);
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, LogEvent.of("repair_postponed").with("reason", e.userMessage()));
    }
    return left.size();
  }

  /** Removes the document first: without the intent it would be visible. */
  void remove(String id) {
    boolean isRemoved =
        database.inTransaction(
            tx -> {
              if (!versions.lockIntent(tx, id)) {
                if (versions.find(tx, id).isEmpty()) {
                  // A sweep was here before the document was.
                  pipelines.remove(id);
                }
                return false;
              }
              pipelines.remove(id);
              return versions.endIntent(tx, id);
            });
    if (isRemoved) {
      LOG.log(Level.INFO, LogEvent.of("abandoned_version_removed").with("pipeline", id));
    }
  }
}
