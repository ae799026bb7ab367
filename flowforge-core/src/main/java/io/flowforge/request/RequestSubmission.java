package io.flowforge.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.pipeline.lineage.LineageVersion;
import io.flowforge.pipeline.lineage.VersionStore;
import io.flowforge.pipeline.version.VersionConflicts;
import io.flowforge.postgres.Tx;
import io.flowforge.request.key.KeptKey;
import io.flowforge.request.key.SubmissionKey;
import io.flowforge.request.key.SubmissionKeys;
import io.flowforge.request.limit.RequestLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submission of new requests. Thread-safe. */
public final class RequestSubmission {

  /** How often the pipeline may be replaced while a request is being submitted. */
  private static final int MAX_ATTEMPTS = 10;

  private final VersionStore versions = new VersionStore();
  private final RequestAccess access;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final NewRequestWriter writer;
  private final SubmissionValidator validator;
  private final SubmissionKeys keys;

  public RequestSubmission(
      RequestAccess access,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      NewRequestWriter writer,
      SubmissionValidator validator,
      SubmissionKeys keys) {
    this.access = access;
    this.pipelines = pipelines;
    this.requests = requests;
    this.writer = writer;
    this.validator = validator;
    this.keys = keys;
  }

  /**
   * A request that has been submitted.
   *
   * @param isNew false if its key had been used, and this is the request that was submitted then
   */
  public record Submitted(ServiceRequest request, boolean isNew) {}

  /**
   * Submits a request without a key; see {@link #create(Caller, NewRequest, SubmissionKey)}.
   *
   * @throws NotFoundException when the organization has no such pipeline
   */
  public ServiceRequest create(Caller caller, NewRequest submitted) {
    return create(caller, submitted, null).request();
  }

  /**
   * Submits a request, which does not run until it is started. It runs on the newest version of the
   * pipeline, which stays the newest until the request is there.
   *
   * @param key null if the caller has given none
   * @throws NotFoundException when the organization has no such pipeline
   * @throws ConflictException when the pipeline is at another version than the caller expects, or
   *     archived, or the key has been used for something else
   * @throws InvalidException when the form data does not fit the form or the steps, or is too large
   */
  public Submitted create(Caller caller, NewRequest submitted, @Nullable SubmissionKey key) {
    RequestLimits.check(submitted.formData(), submitted.remarks());
    String id = submitted.pipelineId();
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      // Read before the transaction, but used only after the check: others learn nothing from it.
      Optional<Pipeline> found = pipelines.find(id);
      Tried attempt =
          access.inOrganization(
              caller,
              submitted.orgId(),
              Action.SUBMIT_REQUEST,
              tx -> attempt(tx, caller, submitted, key, found));
      switch (attempt) {
        case Tried.Added(NewRequestWriter.Opened opened) -> {
          writer.finish(opened);
          return new Submitted(opened.request(), true);
        }
        case Tried.Replaced(String newestId) -> id = newestId;
        case Tried.Known(KeptKey kept) -> {
          Optional<ServiceRequest> known = known(caller, submitted, kept);
          if (known.isPresent()) {
            return new Submitted(known.get(), false);
          }
        }
      }
    }
    throw new ConflictException(
        "pipeline %s is being changed; retry in a few seconds".formatted(submitted.pipelineId()));
  }

  /**
   * Returns what submits a copy of a request: its form data, for the newest version of its
   * pipeline.
   *
   * @param remarks null to copy those of the request, too
   * @throws NotFoundException also when the caller must not know of the request
   */
  public NewRequest copyOf(
      Caller caller, String id, @Nullable String remarks, @Nullable Integer pipelineVersion) {
    return access.read(
        caller,
        id,
        Action.SEE_REQUEST,
        (_, loaded, _) -> {
          ServiceRequest request = loaded.request();
          return new NewRequest(
              request.pipelineId(),
              request.orgId(),
              request.formData(),
              remarks == null ? request.remarks() : remarks,
              pipelineVersion);
        });
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

  /** The outcome of trying a version of the pipeline. */
  private sealed interface Tried {

    record Added(NewRequestWriter.Opened opened) implements Tried {}

    record Replaced(String newestId) implements Tried {}

    record Known(KeptKey key) implements Tried {}
  }

  private Tried attempt(
      Tx tx,
      Caller caller,
      NewRequest submitted,
      @Nullable SubmissionKey key,
      Optional<Pipeline> found) {
    Pipeline pipeline = requireOf(submitted, found);
    ServiceRequest request = request(caller, submitted, pipeline);
    if (key != null) {
      var entry = new KeptKey(key.fingerprint(), request.id(), pipeline.id(), request.createdOn());
      Optional<KeptKey> kept = keys.use(tx, caller, pipeline.orgId(), key, entry);
      if (kept.isPresent()) {
        return new Tried.Known(kept.get());
      }
    }
    CheckedData checked = checked(submitted, pipeline);
    if (checked instanceof CheckedData.Fitting(ObjectNode formData)) {
      Optional<NewRequestWriter.Opened> opened =
          writer.openIfAccepted(tx, request.with(formData), pipeline);
      if (opened.isPresent()) {
        return new Tried.Added(opened.get());
      }
    }
    String newestId = newestAccepting(tx, submitted, pipeline);
    // What is wrong for an old version may be right for the newest one.
    if (newestId.equals(pipeline.id()) && checked instanceof CheckedData.Unfit(var problem)) {
      throw problem;
    }
    if (key != null) {
      keys.forget(tx, request.id());
    }
    return new Tried.Replaced(newestId);
  }

  private String newestAccepting(Tx tx, NewRequest submitted, Pipeline pipeline) {
    Optional<LineageVersion> newest = versions.newest(tx, pipeline.id());
    newest.ifPresent(VersionConflicts::requireNotArchived);
    if (newest.isEmpty() && versions.isIntended(tx, pipeline.id())) {
      throw notFound(submitted);
    }
    return newest.map(LineageVersion::pipelineId).orElse(pipeline.id());
  }

  /**
   * Returns the request that was submitted with a key before. If its writer has not written the
   * document yet, or crashed before it could, the document is written now; empty if the request was
   * removed for the lack of a document, with its key.
   */
  private Optional<ServiceRequest> known(Caller caller, NewRequest submitted, KeptKey kept) {
    if (!requests.exists(kept.requestId())) {
      Pipeline pipeline = pipelines.find(kept.pipelineId()).orElseThrow(() -> notFound(submitted));
      // The form data of the request to copy may have changed since.
      ObjectNode formData =
          validator.validate(pipeline.form(), pipeline.stepsInOrder(), submitted.formData());
      boolean isCompleted =
          writer.complete(
              ServiceRequest.submitted(
                  kept.requestId(),
                  caller.userId(),
                  pipeline,
                  kept.createdOn(),
                  submitted.remarks(),
                  formData));
      if (!isCompleted) {
        keys.forget(kept.requestId());
        return Optional.empty();
      }
    }
    return writer.current(kept.requestId());
  }

  private static Pipeline requireOf(NewRequest submitted, Optional<Pipeline> found) {
    return found
        .filter(candidate -> candidate.orgId() == submitted.orgId())
        .orElseThrow(() -> notFound(submitted));
  }

  private static NotFoundException notFound(NewRequest submitted) {
    return new NotFoundException(
        "pipeline %s not found in organization %d"
            .formatted(submitted.pipelineId(), submitted.orgId()));
  }

  /** The outcome of checking a request, if the version is the newest of its pipeline. */
  private sealed interface CheckedData {

    /** What is submitted fits; this is how its form data is stored. */
    record Fitting(ObjectNode formData) implements CheckedData {}

    record Unfit(FlowforgeException problem) implements CheckedData {}
  }

  private CheckedData checked(NewRequest submitted, Pipeline pipeline) {
    Integer version = submitted.pipelineVersion();
    if (version != null && version != pipeline.version()) {
      return new CheckedData.Unfit(otherVersion(submitted.pipelineId(), version, pipeline));
    }
    try {
      return new CheckedData.Fitting(
          validator.validate(pipeline.form(), pipeline.stepsInOrder(), submitted.formData()));
    } catch (InvalidException e) {
      return new CheckedData.Unfit(e);
    }
  }

  private static ConflictException otherVersion(String known, int version, Pipeline pipeline) {
    return new ConflictException(
        known.equals(pipeline.id())
            ? "pipeline %s is at version %d, not %d; load its form again"
                .formatted(known, pipeline.version(), version)
            : "pipeline %s has been replaced by version %d, pipeline %s; load its form again"
                .formatted(known, pipeline.version(), pipeline.id()));
  }

  private ServiceRequest request(Caller caller, NewRequest submitted, Pipeline pipeline) {
    return ServiceRequest.submitted(
        BsonValues.newId(),
        caller.userId(),
        pipeline,
        keys.now(),
        submitted.remarks(),
        submitted.formData());
  }
}
