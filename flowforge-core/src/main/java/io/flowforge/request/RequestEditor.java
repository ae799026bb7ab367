package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.FormDataValidator;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Changing what a request asks for, as long as nobody has started it. Safe for many threads. */
public final class RequestEditor {

  private final Database database;
  private final AccessControl access;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final ExecutionStateStore runs;
  private final InstantSource clock;

  RequestEditor(
      Database database,
      AccessControl access,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      ExecutionStateStore runs,
      InstantSource clock) {
    this.database = database;
    this.access = access;
    this.pipelines = pipelines;
    this.requests = requests;
    this.runs = runs;
    this.clock = clock;
  }

  /**
   * Changes the caller's own request, and returns it as it is then.
   *
   * @throws ConflictException when it has been started or cancelled
   * @throws io.flowforge.error.InvalidException when the form data does not fit the form
   */
  public ServiceRequest change(Caller caller, String id, RequestChange wanted) {
    ServiceRequest request = find(id);
    return database.inTransaction(
        tx -> {
          access.requireOn(
              tx,
              caller,
              request.orgId(),
              request.userId(),
              "service request " + id,
              Action.CHANGE_REQUEST);
          if (wanted.formData() != null) {
            FormDataValidator.validate(pipelineOf(request).form(), wanted.formData());
          }
          return changed(tx, id, wanted);
        });
  }

  /**
   * Whoever starts the request waits for the lock on its run, and a worker reads the document only
   * after the start: it finds all of this change or nothing of it.
   */
  private ServiceRequest changed(Tx tx, String id, RequestChange wanted) {
    ExecutionState run = runs.lock(tx, id).orElseThrow(() -> notFound(id));
    if (run.status() != RequestStatus.NOT_STARTED) {
      throw new ConflictException(
          "service request %s is %s and cannot be changed".formatted(id, run.status().label()));
    }
    if (!requests.change(run, wanted, clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
      throw new ConflictException("service request " + id + " has changed: look at it again");
    }
    return find(id).as(run);
  }

  private ServiceRequest find(String id) {
    return requests.find(id).orElseThrow(() -> notFound(id));
  }

  private Pipeline pipelineOf(ServiceRequest request) {
    return pipelines
        .find(request.pipelineId())
        .orElseThrow(
            () ->
                new ConflictException(
                    "pipeline %s of service request %s does not exist any more"
                        .formatted(request.pipelineId(), request.id())));
  }

  private static NotFoundException notFound(String id) {
    return new NotFoundException("service request " + id + " not found");
  }
}
