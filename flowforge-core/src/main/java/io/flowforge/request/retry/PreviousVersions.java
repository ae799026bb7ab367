package io.flowforge.request.retry;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Tx;
import java.util.Optional;

/** Follows the links of pipelines to their previous versions. Thread-safe. */
public final class PreviousVersions implements LaterVersions {

  private final PipelineStore pipelines;

  public PreviousVersions(PipelineStore pipelines) {
    this.pipelines = pipelines;
  }

  /** Version numbers fall with each link, so the walk ends whatever the documents say. */
  @Override
  public boolean isLater(Tx tx, Pipeline candidate, Pipeline than) {
    Optional<Pipeline> at = Optional.of(candidate);
    while (at.isPresent() && at.get().version() > than.version()) {
      Pipeline later = at.get();
      if (than.id().equals(later.prevVersionId())) {
        return later.orgId() == than.orgId();
      }
      at = previous(later);
    }
    return false;
  }

  private Optional<Pipeline> previous(Pipeline later) {
    return Optional.ofNullable(later.prevVersionId())
        .flatMap(pipelines::find)
        .filter(earlier -> earlier.version() < later.version())
        .filter(earlier -> earlier.orgId() == later.orgId());
  }
}
