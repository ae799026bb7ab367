package io.flowforge.request;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.postgres.Tx;
import io.flowforge.request.list.ListFilter;
import io.flowforge.request.list.ListPage;
import io.flowforge.request.list.ListRange;
import io.flowforge.request.list.RequestLists;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.log.StepLogStore.Runs;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.StepEvent;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.StepStatus;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.request.waiting.WaitingWork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists, details and logs of requests. Thread-safe. */
public final class RequestReading {

  private final RequestAccess access;
  private final ServiceRequestStore requests;
  private final StepEventStore events;
  private final StepLogStore logs;
  private final RequestLists lists;
  private final WaitingWork waiting;

  public RequestReading(
      RequestAccess access,
      ServiceRequestStore requests,
      StepEventStore events,
      StepLogStore logs,
      RequestLists lists,
      WaitingWork waiting) {
    this.access = access;
    this.requests = requests;
    this.events = events;
    this.logs = logs;
    this.lists = lists;
    this.waiting = waiting;
  }

  /** Lists the caller's own requests in an organization. */
  public RequestPage listOwn(Caller caller, RequestQuery query) {
    return list(caller, Action.LIST_OWN_REQUESTS, query, caller.userId());
  }

  /** Lists all requests of an organization, for its admins. */
  public RequestPage listAll(Caller caller, RequestQuery query) {
    return list(caller, Action.LIST_ALL_REQUESTS, query, null);
  }

  /** PostgreSQL says which requests these are, MongoDB what is in them. */
  private RequestPage list(
      Caller caller, Action action, RequestQuery query, @Nullable String requester) {
    ListPage page =
        lists.page(
            work -> access.inOrganization(caller, query.orgId(), action, work),
            ListFilter.of(query.orgId(), requester, query.statuses()),
            new ListRange(query.before(), query.skip(), query.pageSize()));
    return new RequestPage(requests.inOrder(page.requests()), page.total());
  }

  /**
   * Returns a request with its steps, for its requester and the admins of its organization.
   *
   * @throws NotFoundException also when the caller must not know of the request
   */
  public RequestDetails get(Caller caller, String id) {
    return access.read(
        caller,
        id,
        Action.SEE_REQUEST,
        (tx, loaded, state) -> {
          Pipeline pipeline = pipelineOf(tx, loaded);
          ServiceRequest request = loaded.request();
          return new RequestDetails(
              state.map(request::as).orElse(request),
              pipeline,
              stepsOf(tx, request, pipeline, state.filter(ExecutionState::hasWork)));
        });
  }

  /**
   * Returns lines of the log of a step, of the latest run in which it had begun.
   *
   * @param offset how many lines the caller has already
   */
  public StepLogPage log(Caller caller, String id, String stepName, int offset) {
    return log(caller, id, stepName, offset, null);
  }

  /**
   * Returns lines of the log of a step.
   *
   * @param offset how many lines the caller has already
   * @param run the number of the run; null for the latest one in which the step had begun
   * @throws NotFoundException also when there has been no such run
   */
  public StepLogPage log(
      Caller caller, String id, String stepName, int offset, @Nullable Integer run) {
    return access.read(
        caller,
        id,
        Action.SEE_REQUEST,
        (tx, loaded, state) -> {
          int latest = state.map(ExecutionState::run).orElse(1);
          if (run != null && (run < 1 || run > latest)) {
            throw new NotFoundException(
                "service request %s has no run %d; its latest is %d".formatted(id, run, latest));
          }
          boolean hasRequestEnded = state.map(known -> known.status().isEnd()).orElse(true);
          // Of a request that has ended in its first run, nothing more need be known.
          Optional<StepEvent> last =
              hasRequestEnded && latest == 1 ? Optional.empty() : latestOf(tx, id, stepName);
          // A step of an earlier run may be gone from the version that the request is on now.
          boolean wasThere = latest > 1 && last.isPresent();
          if (!wasThere && pipelineOf(tx, loaded).step(stepName).isEmpty()) {
            throw new NotFoundException(
                "service request " + id + " has no step '" + stepName + "'");
          }
          // Checked before the lines are read. The last lines are committed with the end of the
          // step, so if the end is visible, so are they.
          boolean isEnd =
              (run != null && run < latest)
                  || hasRequestEnded
                  || last.filter(event -> event.change().status().isEnd()).isPresent();
          // A client that was given -1 as the next offset may send it back: it gets all lines.
          int from = isEnd ? 0 : Math.max(offset, 0);
          Runs runs =
              run == null ? Runs.from(last.map(StepEvent::run).orElse(1)) : new Runs(run, run);
          List<String> lines = tx.last(() -> logs.shown(tx, id, stepName, runs, from));
          return new StepLogPage(stepName, lines, isEnd, isEnd ? -1 : from + lines.size());
        });
  }

  /** Returns the pipeline, or what is recorded of it if it is gone. */
  private Pipeline pipelineOf(Tx tx, LoadedRequest loaded) {
    return loaded
        .pipeline()
        .orElseGet(
            () -> RecordedPipeline.of(loaded.request(), events.stepsOf(tx, loaded.request().id())));
  }

  private Optional<StepEvent> latestOf(Tx tx, String id, String stepName) {
    return events.latestOfEachStep(tx, id).stream()
        .filter(event -> event.change().stepName().equals(stepName))
        .findFirst();
  }

  private List<StepState> stepsOf(
      Tx tx, ServiceRequest request, Pipeline pipeline, Optional<ExecutionState> running) {
    Optional<WaitReason> waitsFor = running.flatMap(state -> waiting.reasonOf(tx, state));
    String current = waitsFor.isPresent() ? running.orElseThrow().currentStep() : "";
    Map<String, StepEvent> latest =
        tx.last(() -> events.latestOfEachStep(tx, request.id())).stream()
            .collect(toMap(event -> event.change().stepName(), identity()));
    return pipeline.stepsInOrder().stream()
        .map(
            step ->
                stateOf(
                    request,
                    step,
                    latest.get(step.stepName()),
                    waitsFor.filter(_ -> step.stepName().equals(current))))
        .toList();
  }

  private static StepState stateOf(
      ServiceRequest request, Step step, @Nullable StepEvent event, Optional<WaitReason> waitsFor) {
    if (event == null) {
      return new StepState(
          step.stepName(),
          StepStatus.NOT_STARTED,
          request.createdOn(),
          "",
          false,
          false,
          step.nextStepName(),
          waitsFor);
    }
    return new StepState(
        step.stepName(),
        event.change().status(),
        event.createdAt(),
        event.createdBy(),
        event.isRejection(),
        event.isSkipped(),
        step.nextStepName(),
        waitsFor);
  }
}
