package io.flowforge.request.retry;

import static java.util.stream.Collectors.toMap;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.postgres.Tx;
import io.flowforge.request.LoadedRequest;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.callback.OutdatedUrls;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionState.PinnedPipeline;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestOrigin;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.StepStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.request.state.TransitionType;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Retries of failed requests. Thread-safe. */
public final class RequestRetry {

  /** The maximum number of runs of a request; each may log as much as the first. */
  public static final int MAX_RUNS = 100;

  private final RequestAccess access;
  private final RetryStores stores;
  private final LaterVersions versions;
  private final SubmissionValidator validator;
  private final RequestStateMachine stateMachine;
  private final OutdatedUrls outdated = new OutdatedUrls();

  /** The stores that a retry reads and writes. */
  public record RetryStores(
      PipelineStore pipelines,
      UserStore users,
      ExecutionStateStore states,
      StepEventStore events,
      StepLogStore logs) {}

  public RequestRetry(
      RequestAccess access,
      RetryStores stores,
      LaterVersions versions,
      SubmissionValidator validator,
      RequestStateMachine stateMachine) {
    this.access = access;
    this.stores = stores;
    this.versions = versions;
    this.validator = validator;
    this.stateMachine = stateMachine;
  }

  /**
   * Checks whether the caller may retry the request, without doing it.
   *
   * @throws NotFoundException also when the caller must not know of it
   */
  public void requireAllowed(Caller caller, String id) {
    access.check(caller, id, Action.RETRY_REQUEST);
  }

  /**
   * Begins another run of a failed request. The steps before the one that it begins with stay
   * completed; that one and all behind it are executed again, as if they never had been.
   *
   * @throws NotFoundException also when the caller must not know of the request
   * @throws ConflictException when the request has not failed, or cannot go on from that step
   * @throws io.flowforge.error.InvalidException when there is no such step, or the form data does
   *     not fit the later version of the pipeline
   */
  public BegunRun retry(Caller caller, String id, WantedRetry wanted) {
    // Read before the transaction, but used only after the check: others learn nothing from it.
    Optional<Pipeline> other = Optional.ofNullable(wanted.pipelineId()).flatMap(this::find);
    return access.change(
        caller,
        id,
        Action.RETRY_REQUEST,
        (tx, request, state) -> begin(tx, caller, request, state, new Wanted(wanted, other)));
  }

  /** What is wanted, with the pipeline that it names, if there is one. */
  private record Wanted(WantedRetry request, Optional<Pipeline> pipeline) {}

  private Optional<Pipeline> find(String pipelineId) {
    return stores.pipelines().find(pipelineId);
  }

  private BegunRun begin(
      Tx tx, Caller caller, LoadedRequest request, ExecutionState state, Wanted wanted) {
    requireRetryable(request, state);
    Pipeline ran = request.pipelineOr(ConflictException::new);
    Pipeline next = versionOf(tx, request, ran, wanted);
    Map<String, StepStatus> statuses =
        stores.events().latestOfEachStep(tx, state.requestId()).stream()
            .collect(toMap(event -> event.change().stepName(), event -> event.change().status()));
    int place =
        ResumePoints.of(ran, next, state.currentStep(), statuses)
            .chosen(wanted.request().fromStep());
    ExecutionState begun =
        stateMachine.recordLocked(
            tx, state, transition(ran, next, place, statuses), caller.author());
    outdated.remove(tx, begun, ran, next, place);
    noteOrigin(tx, request, next);
    Step from = next.stepsInOrder().get(place);
    stores.logs().append(tx, begun, linesOf(tx, caller, begun, ran, next));
    return new BegunRun(state.requestId(), begun.run(), from.stepName(), next.id(), next.version());
  }

  private static void requireRetryable(LoadedRequest request, ExecutionState state) {
    TransitionType.RESUME.requireAllowedFrom(state.status(), state.requestId());
    String stored = request.stored().status().stored();
    if (RequestStatus.ofStored(stored).isEmpty()) {
      throw new ConflictException(
          "service request %s cannot be retried: its document has the status '%s', which this server does not know"
              .formatted(state.requestId(), stored));
    }
    if (state.run() >= MAX_RUNS) {
      throw new ConflictException(
          "service request %s has been run %d times, which is the maximum; submit a new one"
              .formatted(state.requestId(), state.run()));
    }
  }

  /** Returns the version to go on with. */
  private Pipeline versionOf(Tx tx, LoadedRequest request, Pipeline ran, Wanted wanted) {
    String id = wanted.request().pipelineId();
    if (id == null || id.equals(ran.id())) {
      return ran;
    }
    int orgId = request.request().orgId();
    Pipeline next =
        wanted
            .pipeline()
            .filter(pipeline -> pipeline.orgId() == orgId)
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "pipeline %s not found in organization %d"
                            .formatted(Excerpt.of(id), orgId)));
    if (!versions.isLater(tx, next, ran)) {
      throw new ConflictException(
          "pipeline_id: pipeline %s is not a later version of pipeline %s, version %d, on which service request %s ran"
              .formatted(next.id(), ran.id(), ran.version(), request.request().id()));
    }
    var _ = validator.validate(next.form(), next.stepsInOrder(), request.request().formData());
    return next;
  }

  private static Transition transition(
      Pipeline ran, Pipeline next, int place, Map<String, StepStatus> statuses) {
    List<Step> steps = next.stepsInOrder();
    List<Step> behind = new ArrayList<>(steps.subList(place + 1, steps.size()));
    List<Step> undone =
        behind.stream()
            .filter(
                step ->
                    statuses.getOrDefault(step.stepName(), StepStatus.NOT_STARTED)
                        != StepStatus.NOT_STARTED)
            .toList();
    boolean isSame = next.id().equals(ran.id());
    return Transition.resume(
        steps.get(place),
        undone,
        isSame ? null : new PinnedPipeline(next.id(), next.version(), next.pipelineName()));
  }

  /** A server of an earlier release may have left it out, and it would be filled in too late. */
  private void noteOrigin(Tx tx, LoadedRequest request, Pipeline next) {
    var found = request.request();
    stores
        .states()
        .addOrigins(
            tx,
            Map.of(found.id(), new RequestOrigin(found.userId(), next.id(), found.createdOn())));
  }

  private List<LogLine> linesOf(
      Tx tx, Caller caller, ExecutionState begun, Pipeline ran, Pipeline next) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Retried by %s: run %d begins with this step"
            .formatted(stores.users().nameOf(tx, caller), begun.run()));
    if (!next.id().equals(ran.id())) {
      lines.add(
          "It goes on with version %d of the pipeline instead of version %d"
              .formatted(next.version(), ran.version()));
    }
    LogLine.textOfCause().ifPresent(lines::add);
    return lines.stream()
        .map(text -> new LogLine(LogLine.Level.INFO, begun.updatedAt(), text))
        .toList();
  }
}
