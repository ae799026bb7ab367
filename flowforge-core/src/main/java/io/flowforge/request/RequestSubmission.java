package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.request.limit.RequestLimits;
import java.time.InstantSource;
import java.util.Optional;

/** Submission of new requests. Thread-safe. */
public final class RequestSubmission {

  private final RequestAccess access;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final NewRequestWriter writer;
  private final SubmissionValidator validator;
  private final InstantSource clock;

  /**
   * @param clock in milliseconds, the precision of MongoDB
   */
  public RequestSubmission(
      RequestAccess access,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      NewRequestWriter writer,
      SubmissionValidator validator,
      InstantSource clock) {
    this.access = access;
    this.pipelines = pipelines;
    this.requests = requests;
    this.writer = writer;
    this.validator = validator;
    this.clock = clock;
  }

  /**
   * Submits a request, which does not run until it is started.
   *
   * @throws NotFoundException when the organization has no such pipeline
   * @throws ConflictException when the pipeline is at another version than the caller expects
   * @throws InvalidException when the form data does not fit the form or the steps, or is too large
   */
  public ServiceRequest create(Caller caller, NewRequest submitted) {
    RequestLimits.check(submitted.formData(), submitted.remarks());
    // Read before the transaction, but used only after the check: others learn nothing from it.
    Optional<Pipeline> found = pipelines.find(submitted.pipelineId());
    NewRequestWriter.Opened opened =
        access.inOrganization(
            caller,
            submitted.orgId(),
            Action.SUBMIT_REQUEST,
            tx -> {
              Pipeline pipeline = checked(submitted, found);
              return writer.open(tx, request(caller, submitted, pipeline), pipeline);
            });
    writer.finish(opened);
    return opened.request();
  }

  /** Adds a request with a new id. */
  public void add(ServiceRequest request, Pipeline pipeline) {
    writer.write(request, pipeline);
  }

  /**
   * Adds a request with a given id, unless it exists. Completes one that a crash left incomplete.
   *
   * @return whether it was added
   */
  public boolean addIfAbsent(ServiceRequest request, Pipeline pipeline) {
    if (requests.exists(request.id())) {
      return false;
    }
    if (!writer.complete(request)) {
      add(request, pipeline);
    }
    return true;
  }

  private Pipeline checked(NewRequest submitted, Optional<Pipeline> found) {
    Pipeline pipeline =
        found
            .filter(candidate -> candidate.orgId() == submitted.orgId())
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "pipeline %s not found in organization %d"
                            .formatted(submitted.pipelineId(), submitted.orgId())));
    Integer version = submitted.pipelineVersion();
    if (version != null && version != pipeline.version()) {
      throw new ConflictException(
          "pipeline %s is at version %d, not %d; load its form again"
              .formatted(pipeline.id(), pipeline.version(), version));
    }
    validator.validate(pipeline.form(), pipeline.stepsInOrder(), submitted.formData());
    return pipeline;
  }

  private ServiceRequest request(Caller caller, NewRequest submitted, Pipeline pipeline) {
    return ServiceRequest.submitted(
        BsonValues.newId(),
        caller.userId(),
        pipeline,
        clock.instant(),
        submitted.remarks(),
        submitted.formData());
  }
}
