package io.flowforge.request;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.mongo.BsonValues;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.FormDataValidator;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEvent;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.StepStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submitting requests and looking at them. Safe for use by many threads. */
public final class RequestService {

  private static final Logger LOG = System.getLogger(RequestService.class.getName());

  private final Database database;
  private final AccessControl access;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final ExecutionStateStore runs;
  private final RequestStateMachine ledger;
  private final StepEventStore events;
  private final StepLogStore logs;
  private final RequestReconciler reconciler;
  private final StatusProjector projector;
  private final InstantSource clock;

  RequestService(
      Database database,
      AccessControl access,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      ExecutionStateStore runs,
      RequestStateMachine ledger,
      StepEventStore events,
      StepLogStore logs,
      RequestReconciler reconciler,
      StatusProjector projector,
      InstantSource clock) {
    this.database = database;
    this.access = access;
    this.pipelines = pipelines;
    this.requests = requests;
    this.runs = runs;
    this.ledger = ledger;
    this.events = events;
    this.logs = logs;
    this.reconciler = reconciler;
    this.projector = projector;
    this.clock = clock;
  }

  /**
   * Submits a request. It does not run before somebody starts it.
   *
   * @throws NotFoundException when the organization has no such pipeline
   * @throws InvalidException when the form data does not fit the form
   */
  public ServiceRequest create(Caller caller, NewRequest wanted) {
    database.useTransaction(
        tx -> access.requireIn(tx, caller, wanted.orgId(), Action.SUBMIT_REQUEST));
    Pipeline pipeline = pipelineOf(wanted);
    FormDataValidator.validate(pipeline.form(), wanted.formData());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var request =
        new ServiceRequest(
            BsonValues.newId(),
            caller.eventAuthor(),
            pipeline.orgId(),
            pipeline.id(),
            pipeline.pipelineName(),
            pipeline.version(),
            RequestStatus.NOT_STARTED,
            now,
            now,
            wanted.remarks(),
            wanted.formData());
    add(request, pipeline);
    return request;
  }

  /**
   * Adds a request of which nobody has heard yet. Its run comes first: without the document nobody
   * can see it, and the reconciler removes it. With the document the request exists.
   */
  public void add(ServiceRequest request, Pipeline pipeline) {
    ExecutionState run =
        database.inTransaction(
            tx -> ledger.open(tx, request.id(), pipeline, request.userId(), request.createdOn()));
    requests.add(request, run.statusSeq());
    try {
      database.useTransaction(tx -> confirm(tx, run, request, pipeline));
    } catch (UnavailableException e) {
      // The request exists: to say otherwise would make its requester submit it twice.
      LOG.log(
          Level.WARNING,
          "event=projection_postponed request={0} reason=\"{1}\"",
          run.requestId(),
          e.userMessage());
    }
  }

  /**
   * Notes that the document is there. Whoever was frozen before writing it, for longer than any
   * write can take, finds that the reconciler took the run for one that never gets a document.
   */
  private void confirm(Tx tx, ExecutionState run, ServiceRequest request, Pipeline pipeline) {
    boolean isThere =
        runs.markProjected(tx, run.requestId(), run.statusSeq())
            || runs.find(tx, run.requestId()).isPresent();
    if (!isThere) {
      runs.markProjected(
          tx,
          run.requestId(),
          ledger
              .open(tx, request.id(), pipeline, request.userId(), request.createdOn())
              .statusSeq());
    }
  }

  /**
   * Adds a request whose id somebody chose, unless there is one of that id. Completes what a crash
   * left of an earlier attempt.
   *
   * @return whether it was added
   */
  public boolean addIfAbsent(ServiceRequest request, Pipeline pipeline) {
    if (requests.find(request.id()).isPresent()) {
      return false;
    }
    if (!completed(request)) {
      add(request, pipeline);
    }
    return true;
  }

  /**
   * Gives the document to a run that has none. The run stays locked meanwhile, because the
   * reconciler may be about to remove it for the lack of the document.
   */
  private boolean completed(ServiceRequest request) {
    Optional<ExecutionState> completed =
        database.inTransaction(
            tx -> {
              Optional<ExecutionState> run = runs.lock(tx, request.id());
              run.ifPresent(left -> requests.add(request.as(left), left.statusSeq()));
              return run;
            });
    completed.ifPresent(projector::markProjected);
    return completed.isPresent();
  }

  /** The caller's own requests in an organization. */
  public RequestPage listOwn(Caller caller, RequestQuery query) {
    database.useTransaction(
        tx -> access.requireIn(tx, caller, query.orgId(), Action.LIST_OWN_REQUESTS));
    reconciler.catchUp(query.orgId());
    return requests.pageOf(caller.eventAuthor(), query);
  }

  /** Everybody's requests in an organization, for its admins. */
  public RequestPage listAll(Caller caller, RequestQuery query) {
    database.useTransaction(
        tx -> access.requireIn(tx, caller, query.orgId(), Action.LIST_ALL_REQUESTS));
    reconciler.catchUp(query.orgId());
    return requests.page(query);
  }

  /**
   * A request with its steps, for its requester and the admins of its organization.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  public RequestDetails get(Caller caller, String id) {
    ServiceRequest request = find(id);
    Optional<Pipeline> found = pipelines.find(request.pipelineId());
    return database.inTransaction(
        tx -> {
          requireVisible(tx, caller, request);
          Pipeline pipeline = found.orElseThrow(() -> pipelineIsGone(request));
          return new RequestDetails(
              runs.find(tx, id).map(request::as).orElse(request),
              pipeline,
              states(tx, request, pipeline));
        });
  }

  /**
   * Lines of the log of a step.
   *
   * @param offset how many lines the caller has already
   */
  public StepLogPage log(Caller caller, String id, String stepName, int offset) {
    ServiceRequest request = find(id);
    Optional<Pipeline> found = pipelines.find(request.pipelineId());
    return database.inTransaction(
        tx -> {
          requireVisible(tx, caller, request);
          Pipeline pipeline = found.orElseThrow(() -> pipelineIsGone(request));
          if (pipeline.step(stepName).isEmpty()) {
            throw new NotFoundException(
                "service request " + id + " has no step '" + stepName + "'");
          }
          // Before the lines are read: the last ones are committed with the end of the step, so
          // once that is seen, they are all there.
          boolean isEnd = isOver(tx, id, stepName);
          // Who was told that there is nothing after -1 may come back with it: from the beginning.
          int from = isEnd ? 0 : Math.max(offset, 0);
          List<String> lines = logs.shown(tx, id, stepName, from);
          return new StepLogPage(stepName, lines, isEnd, isEnd ? -1 : from + lines.size());
        });
  }

  private boolean isOver(Tx tx, String id, String stepName) {
    boolean requestHasEnded = runs.find(tx, id).map(run -> run.status().isEnd()).orElse(true);
    return requestHasEnded
        || events.latestOfEachStep(tx, id).stream()
            .map(StepEvent::change)
            .filter(change -> change.stepName().equals(stepName))
            .anyMatch(
                change ->
                    change.status() != StepStatus.RUNNING
                        && change.status() != StepStatus.NOT_STARTED);
  }

  private List<StepState> states(Tx tx, ServiceRequest request, Pipeline pipeline) {
    Map<String, StepEvent> latest =
        events.latestOfEachStep(tx, request.id()).stream()
            .collect(toMap(event -> event.change().stepName(), identity()));
    return pipeline.stepsInOrder().stream()
        .map(step -> state(request, step, latest.get(step.stepName())))
        .toList();
  }

  private static StepState state(ServiceRequest request, Step step, @Nullable StepEvent event) {
    if (event == null) {
      return new StepState(
          step.stepName(), StepStatus.NOT_STARTED, request.createdOn(), "", step.nextStepName());
    }
    return new StepState(
        step.stepName(),
        event.change().status(),
        event.createdAt(),
        event.createdBy(),
        step.nextStepName());
  }

  private void requireVisible(Tx tx, Caller caller, ServiceRequest request) {
    access.requireOn(
        tx,
        caller,
        request.orgId(),
        request.userId(),
        "service request " + request.id(),
        Action.SEE_REQUEST);
  }

  private ServiceRequest find(String id) {
    return requests
        .find(id)
        .orElseThrow(() -> new NotFoundException("service request " + id + " not found"));
  }

  private Pipeline pipelineOf(NewRequest wanted) {
    Pipeline pipeline =
        pipelines
            .find(wanted.pipelineId())
            .filter(found -> found.orgId() == wanted.orgId())
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "pipeline %s not found in organization %d"
                            .formatted(wanted.pipelineId(), wanted.orgId())));
    Integer version = wanted.pipelineVersion();
    if (version != null && version != pipeline.version()) {
      throw new ConflictException(
          "pipeline %s is at version %d, not %d: load its form again"
              .formatted(pipeline.id(), pipeline.version(), version));
    }
    return pipeline;
  }

  private static NotFoundException pipelineIsGone(ServiceRequest request) {
    return new NotFoundException(
        "pipeline %s of service request %s not found"
            .formatted(request.pipelineId(), request.id()));
  }
}
