package io.flowforge.request;

import io.flowforge.error.UnavailableException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.projection.ProjectionMarks;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes a new request to both stores: the execution state first, then the document. Without the
 * document nobody can see the request, and {@link RequestReconciler} removes the state; with it the
 * request exists. Thread-safe.
 */
public final class NewRequestWriter {

  private static final Logger LOG = System.getLogger(NewRequestWriter.class.getName());

  /** The reconciler may remove a state that is much older for the lack of a document. */
  private static final Duration PROMPT = Duration.ofMinutes(1);

  private final Database database;
  private final ServiceRequestStore requests;
  private final ExecutionStateStore states;
  private final RequestStateMachine stateMachine;
  private final ProjectionMarks marks;
  private final InstantSource clock;

  public NewRequestWriter(
      Database database,
      ServiceRequestStore requests,
      ExecutionStateStore states,
      RequestStateMachine stateMachine,
      ProjectionMarks marks,
      InstantSource clock) {
    this.database = database;
    this.requests = requests;
    this.states = states;
    this.stateMachine = stateMachine;
    this.marks = marks;
    this.clock = clock;
  }

  /** A request that has an execution state, but no document yet. */
  record Opened(ServiceRequest request, Pipeline pipeline, ExecutionState state) {}

  /** Writes the execution state of a new request. */
  Opened open(Tx tx, ServiceRequest request, Pipeline pipeline) {
    return new Opened(
        request,
        pipeline,
        stateMachine.open(tx, request.id(), pipeline, request.userId(), request.createdOn()));
  }

  /** Writes the execution state like {@link #open}, if the pipeline accepts requests. */
  Optional<Opened> openIfAccepted(Tx tx, ServiceRequest request, Pipeline pipeline) {
    return stateMachine
        .openIfAccepted(tx, request.id(), pipeline, request.userId(), request.createdOn())
        .map(state -> new Opened(request, pipeline, state));
  }

  /** Writes a new request. */
  void write(ServiceRequest request, Pipeline pipeline) {
    finish(database.inTransaction(tx -> open(tx, request, pipeline)));
  }

  /**
   * Writes the document of a request whose execution state has been committed. That it has been
   * written is noted in PostgreSQL later, together with others.
   */
  void finish(Opened opened) {
    // Somebody who has sent the same key again may have written it already.
    requests.add(opened.request(), opened.state().statusSeq());
    ExecutionState state = opened.state();
    stateMachine.announceNew(state);
    if (state.updatedAt().isAfter(clock.instant().minus(PROMPT))) {
      marks.addDocument(state.requestId(), state.statusSeq(), () -> projectLater(state));
    } else {
      confirmNow(opened);
    }
  }

  /**
   * Writes the status of a request that could not be marked. If it was cancelled before it had a
   * document, because its organization has been deleted, that status had no place to go to.
   */
  private void projectLater(ExecutionState first) {
    database
        .inTransaction(tx -> states.find(tx, first.requestId()))
        .filter(now -> now.statusSeq() > first.statusSeq() && now.status() != RequestStatus.RUNNING)
        .ifPresent(requests::project);
  }

  /** Marks the document of a request as written whose state the reconciler may have removed. */
  private void confirmNow(Opened opened) {
    try {
      database.useTransaction(tx -> confirm(tx, opened));
    } catch (UnavailableException e) {
      // The request exists. An error would make the requester submit it twice.
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("request", opened.request().id())
              .with("reason", e.userMessage()));
    }
  }

  /**
   * Writes the document of a request whose writer crashed before it could. The state is locked
   * meanwhile, because the reconciler may be about to remove it for the lack of a document.
   *
   * @return false if there is no such request
   */
  boolean complete(ServiceRequest request) {
    return database.inTransaction(
        tx -> {
          var state = states.lock(tx, request.id());
          state.ifPresent(
              found -> {
                requests.add(request.as(found), found.statusSeq());
                states.markProjected(tx, found.requestId(), found.statusSeq());
              });
          return state.isPresent();
        });
  }

  /** Returns a request with its current status. */
  Optional<ServiceRequest> current(String id) {
    return requests
        .find(id)
        .map(
            request ->
                database.inTransaction(tx -> states.find(tx, id)).map(request::as).orElse(request));
  }

  /**
   * Marks the document as written. If the request was cancelled before that, because its
   * organization has been deleted, the document gets that status now: it did not exist when the
   * status was projected. If this process was frozen before it wrote the document, for longer than
   * any write can take, the reconciler has removed the state, which is written again.
   */
  private void confirm(Tx tx, Opened opened) {
    String id = opened.request().id();
    if (states.markProjected(tx, id, opened.state().statusSeq())) {
      return;
    }
    Optional<ExecutionState> found = states.find(tx, id);
    if (found.isEmpty()) {
      ExecutionState again = open(tx, opened.request(), opened.pipeline()).state();
      states.markProjected(tx, id, again.statusSeq());
    } else if (found.get().statusSeq() > opened.state().statusSeq()) {
      tx.afterCommit(
          () -> {
            boolean _ = requests.project(found.get());
          });
    }
  }
}
