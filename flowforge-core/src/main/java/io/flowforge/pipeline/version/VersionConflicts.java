package io.flowforge.pipeline.version;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.lineage.LineageVersion;

/** What a caller is told whose version is not the newest, or whose pipeline is archived. */
public final class VersionConflicts {

  private VersionConflicts() {}

  /** Returns the conflict of somebody who knows an older version. */
  public static ConflictException replaced(String known, LineageVersion newest) {
    return new ConflictException(
        "pipeline %s has been replaced: its newest version is %d, pipeline %s; load that and repeat"
                .formatted(known, newest.version(), newest.pipelineId())
            + " your change");
  }

  /**
   * Throws if the pipeline is archived.
   *
   * @throws ConflictException if it is
   */
  public static void requireNotArchived(LineageVersion newest) {
    if (newest.archivedOn() != null) {
      throw archived(newest.pipelineId());
    }
  }

  /** Returns the conflict of somebody who wants to use an archived pipeline. */
  public static ConflictException archived(String id) {
    return new ConflictException(
        "pipeline %s is archived; use another one, or let an admin restore it".formatted(id));
  }
}
