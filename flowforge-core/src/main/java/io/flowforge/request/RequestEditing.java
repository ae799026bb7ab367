package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.limit.RequestLimits;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import java.time.InstantSource;

/** Changes to the contents of requests that have not started. Thread-safe. */
public final class RequestEditing {

  private final RequestAccess access;
  private final ServiceRequestStore requests;
  private final SubmissionValidator validator;
  private final InstantSource clock;

  /**
   * @param clock in milliseconds, the precision of MongoDB
   */
  public RequestEditing(
      RequestAccess access,
      ServiceRequestStore requests,
      SubmissionValidator validator,
      InstantSource clock) {
    this.access = access;
    this.requests = requests;
    this.validator = validator;
    this.clock = clock;
  }

  /**
   * Checks whether the caller may change the request, without changing it.
   *
   * @throws io.flowforge.error.NotFoundException also when the caller must not know of it
   */
  public void requireAllowed(Caller caller, String id) {
    access.check(caller, id, Action.CHANGE_REQUEST);
  }

  /**
   * Changes the caller's own request and returns it as changed.
   *
   * @throws ConflictException when it has been started or cancelled
   * @throws io.flowforge.error.InvalidException when the form data does not fit the form or the
   *     steps
   */
  public ServiceRequest change(Caller caller, String id, RequestChange change) {
    RequestLimits.check(change.formData(), change.remarks());
    return access.change(
        caller,
        id,
        Action.CHANGE_REQUEST,
        (_, request, state) -> {
          RequestChange checked = change;
          if (change.formData() != null) {
            Pipeline pipeline = request.pipelineOr(ConflictException::new);
            checked =
                new RequestChange(
                    validator.validate(pipeline.form(), pipeline.stepsInOrder(), change.formData()),
                    change.remarks());
          }
          return changed(state, request.stored().status(), checked);
        });
  }

  /**
   * Writes the change while the state is locked. A start waits for the lock, and a worker reads the
   * document only after the start, so it finds either all of the change or none of it.
   */
  private ServiceRequest changed(
      ExecutionState state, DocumentStatus stored, RequestChange change) {
    String id = state.requestId();
    if (state.status() != RequestStatus.NOT_STARTED) {
      throw new ConflictException(
          "service request %s is %s and cannot be changed".formatted(id, state.status().label()));
    }
    if (!requests.change(state, stored, change, clock.instant())) {
      throw RequestAccess.changedMeanwhile(id);
    }
    return access.document(id).as(state);
  }
}
