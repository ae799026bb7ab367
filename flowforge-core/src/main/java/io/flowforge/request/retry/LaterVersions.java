package io.flowforge.request.retry;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Tx;

/** What a retry needs to know of the versions of pipelines. */
@FunctionalInterface
public interface LaterVersions {

  /** Returns whether a pipeline is a later version of another one, of the same lineage. */
  boolean isLater(Tx tx, Pipeline candidate, Pipeline than);
}
