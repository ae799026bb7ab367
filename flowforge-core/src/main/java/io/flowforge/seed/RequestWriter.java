package io.flowforge.seed;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Tx;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.NewestVersions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The part of seeding that submits the requests which no earlier run has submitted. */
final class RequestWriter {

  private final RequestSubmission submission;
  private final ServiceRequestStore store;
  private final NewestVersions newest;
  private final InstantSource clock;

  RequestWriter(
      RequestSubmission submission,
      ServiceRequestStore store,
      NewestVersions newest,
      InstantSource clock) {
    this.store = store;
    this.submission = submission;
    this.newest = newest;
    this.clock = clock;
  }

  /** Reports new requests of archived pipelines. */
  void check(Tx tx, List<SeedRequest> requests, Problems problems) {
    for (SeedRequest request : requests) {
      SeedPipeline pipeline = request.pipeline();
      if (newest.isArchived(tx, pipeline.id()) && store.find(request.id()).isEmpty()) {
        problems.add(
            pipeline.place(),
            "pipeline '%s' is archived, but requests/ has a new request of it; restore it, or remove the request"
                .formatted(pipeline.definition().pipelineName()));
      }
    }
  }

  /**
   * Submits the new requests; in a dry run, counts them only. Existing ones stay as they are,
   * whatever their status.
   *
   * @param pipelines the pipelines by id
   */
  SeedCount write(List<SeedRequest> requests, Map<String, Pipeline> pipelines, boolean isDryRun) {
    List<Change> changes = new ArrayList<>();
    for (SeedRequest request : requests) {
      Pipeline pipeline = pipelines.get(request.pipeline().id());
      if (pipeline == null) {
        throw new IllegalStateException("pipeline of " + request.id() + " was not written");
      }
      boolean isNew =
          isDryRun
              ? store.find(request.id()).isEmpty()
              : submission.addIfAbsent(request(request, pipeline), pipeline);
      changes.add(isNew ? Change.CREATED : Change.UNCHANGED);
    }
    return SeedCount.of(changes);
  }

  private ServiceRequest request(SeedRequest request, Pipeline pipeline) {
    return ServiceRequest.submitted(
        request.id(),
        request.requester(),
        pipeline,
        clock.instant(),
        request.remarks(),
        request.formData());
  }
}
