package io.flowforge.request;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.util.function.BiFunction;
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
  private final ExecutionStateStore states;
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
    this.states = states;
    this.adopter = adopter;
  }

  /** Gives a request of an older system its execution state, if it has none. */
  @FunctionalInterface
  public interface Adopter {
    void adopt(String requestId);
  }

  /** Work on a request whose row in {@code request_run} is locked. */
  @FunctionalInterface
  interface LockedWork<T> {
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
   * Loads a request for reading.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  <T> T read(Caller caller, String id, Action action, BiFunction<Tx, LoadedRequest, T> work) {
    LoadedRequest loaded = load(id);
    return database.inTransaction(
        tx -> {
          requireAllowed(tx, caller, loaded.request(), action);
          return work.apply(tx, loaded);
        });
  }

  /**
   * Loads a request for a change. Its row stays locked until the commit, so a step that ends at the
   * same moment does so either before or after the change.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  <T> T change(Caller caller, String id, Action action, LockedWork<T> work) {
    return read(
        caller,
        id,
        action,
        (tx, loaded) -> work.on(tx, loaded, states.lock(tx, id).orElseThrow(() -> notFound(id))));
  }

  /** Loads the document only, for a caller who has been checked. */
  ServiceRequest document(String id) {
    return requests.find(id).orElseThrow(() -> notFound(id));
  }

  /** Returns the conflict of a caller whose change came too late. */
  static ConflictException changedMeanwhile(String id) {
    return new ConflictException(nameOf(id) + " has changed; load it again");
  }

  private LoadedRequest load(String id) {
    ServiceRequestStore.Stored stored = requests.stored(id).orElseThrow(() -> notFound(id));
    if (stored.isOlder()) {
      adopter.adopt(id);
    }
    ServiceRequest request = stored.request();
    return new LoadedRequest(request, pipelines.find(request.pipelineId()));
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
