package io.flowforge.pipeline;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.postgres.Tx;

/** The limits of what an organization stores. Its row must be locked while they are checked. */
public final class PipelineLimit {

  /** The maximum number of pipelines that are not archived. */
  static final int MAX_PIPELINES = 1_000;

  /** The maximum number of versions of all pipelines, archived ones included. */
  static final int MAX_VERSIONS = 10_000;

  private static final VersionStore VERSIONS = new VersionStore();

  private PipelineLimit() {}

  /**
   * Checks that there may be another pipeline.
   *
   * @throws InvalidException if there are too many
   */
  public static void requireRoomForOne(Tx tx, PipelineStore pipelines, int orgId) {
    long count = pipelines.countOf(orgId) - VERSIONS.countUnlisted(tx, orgId);
    if (count >= MAX_PIPELINES) {
      throw new InvalidException(
          "organization %d must have at most %d pipelines; it has %d"
              .formatted(orgId, MAX_PIPELINES, count));
    }
  }

  /**
   * Checks that there may be another version of any pipeline.
   *
   * @throws InvalidException if there are too many
   */
  public static void requireRoomForVersion(PipelineStore pipelines, int orgId) {
    long count = pipelines.countOf(orgId);
    if (count >= MAX_VERSIONS) {
      throw new InvalidException(
          "organization %d must have at most %d versions of all its pipelines; it has %d"
              .formatted(orgId, MAX_VERSIONS, count));
    }
  }
}
