package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.document.DocumentHead;
import io.flowforge.request.document.DocumentStatus;
import io.flowforge.request.state.AdoptedStateStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.ObservedState;
import io.flowforge.request.state.RequestStatus;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only way to a request for a caller who wants to do something with it. Documents are read
 * first, so that no transaction waits for MongoDB; then the caller's rights are checked in the
 * transaction in which the work is done. Safe for use by many threads.
 */
public final class RequestAccess {

  private final Database database;
  private final AccessControl access;
  private final ServiceRequestStore requests;
  private final PipelineStore pipelines;
  private final AdoptedStateStore adoptions;
  private final Adopter adopter;

  public RequestAccess(
      Database database,
      AccessControl access,
      ServiceRequestStore requests,
      PipelineStore pipelines,
      ExecutionStateStore states,
      Adopter adopter) {
    this.database = database;
    this.access = access;
    this.requests = requests;
    this.pipelines = pipelines;
    this.adoptions = new AdoptedStateStore(states);
    this.adopter = adopter;
  }

  /** Gives requests the execution state that follows from what other programs have recorded. */
  @FunctionalInterface
  public interface Adopter {

    /** Adopts the request, or adopts it again, unless its state is locked and Running. */
    void adopt(Tx tx, DocumentHead head, Optional<Pipeline> pipeline);
  }

  /** Work on a request whose state, if it has one, is as recorded by everybody. */
  @FunctionalInterface
  public interface ReadWork<T> {
    T on(Tx tx, LoadedRequest request, Optional<ExecutionState> state);
  }

  /** Work on a request whose row in {@code request_run} is locked. */
  @FunctionalInterface
  public interface LockedWork<T> {
    T on(Tx tx, LoadedRequest request, ExecutionState state);
  }

  /**
   * Does the work if the caller may perform the action in the organization.
   *
   * @throws io.flowforge.error.ForbiddenException also when there is no such organization
   */
  <T> T inOrganization(Caller caller, int orgId, Action action, Function<Tx, T> work) {
    return database.inTransaction(
        tx -> {
          access.requireIn(tx, caller, orgId, action);
          return work.apply(tx);
        });
  }

  /**
   * Checks the caller's rights and nothing else.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  public void check(Caller caller, String id, Action action) {
    ServiceRequest request = document(id);
    database.useTransaction(tx -> requireAllowed(tx, caller, request, action));
  }

  /**
   * Loads a request for reading. Its pipeline is the one that it runs on.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  public <T> T read(Caller caller, String id, Action action, ReadWork<T> work) {
    LoadedRequest loaded = load(id);
    return database.inTransaction(
        tx -> {
          requireAllowed(tx, caller, loaded.request(), action);
          Optional<ObservedState> observed = adoptions.find(tx, id);
          if (isToAdopt(loaded, observed) && !isRunning(observed)) {
            adopter.adopt(tx, loaded.stored().head(), loaded.pipeline());
            observed = adoptions.find(tx, id);
          }
          Optional<ExecutionState> state = observed.map(ObservedState::state);
          return work.on(
              tx, state.map(known -> loaded.in(known, pipelines::find)).orElse(loaded), state);
        });
  }

  /**
   * Loads a request for a change. Its row stays locked until the commit, so a step that ends at the
   * same moment does so either before or after the change. What another program has written to it
   * counts from then on; while this server runs it, only a cancellation is possible.
   *
   * @throws NotFoundException also when the caller must not know of the request
   * @throws ConflictException if another program has written to it while it runs
   */
  public <T> T change(Caller caller, String id, Action action, LockedWork<T> work) {
    LoadedRequest loaded = load(id);
    return database.inTransaction(
        tx -> {
          requireAllowed(tx, caller, loaded.request(), action);
          Optional<ObservedState> observed = adoptions.lock(tx, id);
          if (isToAdopt(loaded, observed)) {
            if (!isRunning(observed)) {
              adopter.adopt(tx, loaded.stored().head(), loaded.pipeline());
              observed = adoptions.lock(tx, id);
            } else if (action != Action.CANCEL_REQUEST) {
              throw writtenWhileRunning(id);
            }
          }
          ExecutionState state = observed.map(ObservedState::state).orElseThrow(() -> notFound(id));
          return work.on(tx, loaded.in(state, pipelines::find), state);
        });
  }

  /** Reads something more for a caller who was checked, and whose change has failed. */
  <T> T lookAgain(Function<Tx, T> work) {
    return database.inTransaction(work);
  }

  private static boolean isToAdopt(LoadedRequest loaded, Optional<ObservedState> observed) {
    DocumentStatus status = loaded.stored().status();
    return observed.isEmpty()
        ? status.isOlder()
        : observed.get().hasEventsOfOthers() || status.isWrittenElsewhere(observed.get());
  }

  private static boolean isRunning(Optional<ObservedState> observed) {
    return observed.filter(found -> found.state().status() == RequestStatus.RUNNING).isPresent();
  }

  /** Loads the document only, for a caller who has been checked. */
  ServiceRequest document(String id) {
    return requests.find(id).orElseThrow(() -> notFound(id));
  }

  /** Returns the conflict of a caller whose change came too late. */
  static ConflictException changedMeanwhile(String id) {
    return new ConflictException(nameOf(id) + " has changed; load it again");
  }

  private static ConflictException writtenWhileRunning(String id) {
    return new ConflictException(
        nameOf(id)
            + " is run by this server, and another program has written to it meanwhile. This server"
            + " begins no further step of it. Stop the other program; then cancel the request, or"
            + " load it again when its current step has ended");
  }

  private LoadedRequest load(String id) {
    ServiceRequestStore.Stored stored = requests.stored(id).orElseThrow(() -> notFound(id));
    return new LoadedRequest(stored, pipelines.find(stored.request().pipelineId()));
  }

  private void requireAllowed(Tx tx, Caller caller, ServiceRequest request, Action action) {
    access.requireOn(tx, caller, request.orgId(), request.userId(), nameOf(request.id()), action);
  }

  private static NotFoundException notFound(String id) {
    return new NotFoundException(nameOf(id) + " not found");
  }

  private static String nameOf(String id) {
    return "service request " + id;
  }
}
