package io.flowforge.seed.part;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.util.Optional;

/** The newest versions of pipelines, also in a database that has not been migrated yet. */
public final class NewestVersions {

  private final Database database;
  private final PipelineStore pipelines;
  private final VersionStore versions = new VersionStore();

  public NewestVersions(Database database, PipelineStore pipelines) {
    this.database = database;
    this.pipelines = pipelines;
  }

  /** Finds the newest version of the lineage that the pipeline belongs to. */
  public Optional<Pipeline> find(String id) {
    Optional<LineageVersion> place = database.inTransaction(tx -> place(tx, id));
    return pipelines.find(place.map(LineageVersion::pipelineId).orElse(id));
  }

  /** Finds the newest version like {@link #find(String)}, in a transaction. */
  public Optional<Pipeline> find(Tx tx, String id) {
    return pipelines.find(place(tx, id).map(LineageVersion::pipelineId).orElse(id));
  }

  /** Returns whether the pipeline is archived. */
  public boolean isArchived(Tx tx, String id) {
    return place(tx, id).filter(found -> found.archivedOn() != null).isPresent();
  }

  private Optional<LineageVersion> place(Tx tx, String id) {
    return VersionStore.hasTable(tx) ? versions.newest(tx, id) : Optional.empty();
  }
}
