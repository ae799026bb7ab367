package io.flowforge.pipeline.lineage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The place of a version in its lineage.
 *
 * @param pipelineId the id of this version
 * @param lineage the id of the first version
 * @param successorId the id of the next version, null on the newest one
 * @param archivedOn when the lineage was archived, null if it was not
 */
public record LineageVersion(
    String pipelineId,
    int orgId,
    String lineage,
    int version,
    @Nullable String successorId,
    @Nullable Instant archivedOn) {

  /** Returns the only version of a pipeline that has never been changed. */
  public static LineageVersion only(String pipelineId, int orgId, int version) {
    return new LineageVersion(pipelineId, orgId, pipelineId, version, null, null);
  }

  public boolean isNewest() {
    return successorId == null;
  }
}
