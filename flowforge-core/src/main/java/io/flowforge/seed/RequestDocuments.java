package io.flowforge.seed;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.seed.SeedCount.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Submits the requests of the files that were not submitted on an earlier run. */
final class RequestDocuments {

  private final RequestSubmission submission;
  private final InstantSource clock;

  RequestDocuments(RequestSubmission submission, InstantSource clock) {
    this.submission = submission;
    this.clock = clock;
  }

  /**
   * Leaves alone whatever was submitted before, wherever it is in its life by now.
   *
   * @param pipelines by id
   */
  SeedCount write(List<SeedRequest> requests, Map<String, Pipeline> pipelines) {
    List<Change> changes = new ArrayList<>();
    for (SeedRequest request : requests) {
      Pipeline pipeline = pipelines.get(request.pipeline().id());
      if (pipeline == null) {
        throw new IllegalStateException("pipeline of " + request.id() + " was not written");
      }
      boolean isNew = submission.addIfAbsent(request(request, pipeline), pipeline);
      changes.add(isNew ? Change.CREATED : Change.UNCHANGED);
    }
    return SeedCount.of(changes);
  }

  private ServiceRequest request(SeedRequest request, Pipeline pipeline) {
    Instant now = clock.instant();
    return new ServiceRequest(
        request.id(),
        request.requester(),
        pipeline.orgId(),
        pipeline.id(),
        pipeline.pipelineName(),
        pipeline.version(),
        RequestStatus.NOT_STARTED,
        now,
        now,
        request.remarks(),
        request.formData());
  }
}
