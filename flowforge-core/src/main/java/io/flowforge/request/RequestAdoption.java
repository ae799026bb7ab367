package io.flowforge.request;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepChange;
import io.flowforge.request.state.StepEvent;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.StepStatus;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * The adoption of requests from a deployment that had no {@code request_run}. Each gets the state
 * that its document and its events imply. A request that was running has lost its worker, so it is
 * queued and its current step runs again.
 */
public final class RequestAdoption {

  private static final Logger LOG = System.getLogger(RequestAdoption.class.getName());

  private static final int BATCH = 100;

  private final Database database;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final RequestStateMachine stateMachine;
  private final StepEventStore events;
  private final StatusProjector projector;

  public RequestAdoption(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      RequestStateMachine stateMachine,
      StepEventStore events,
      StatusProjector projector) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.stateMachine = stateMachine;
    this.events = events;
    this.projector = projector;
  }

  /**
   * Adopts all such requests and returns how many there were. Several servers may do so at once.
   *
   * @throws io.flowforge.error.UnavailableException when a store is unavailable; a later call
   *     adopts the rest
   */
  public int adoptAll() {
    int adopted = 0;
    List<ServiceRequest> left = requests.withoutExecutionState(BATCH);
    while (!left.isEmpty()) {
      left.forEach(this::adopt);
      adopted += left.size();
      left = requests.withoutExecutionState(BATCH);
    }
    if (adopted > 0) {
      LOG.log(Level.INFO, LogEvent.of("requests_adopted").with("count", adopted));
    }
    return adopted;
  }

  private void adopt(ServiceRequest request) {
    String firstStep = pipelines.find(request.pipelineId()).map(Pipeline::firstStepName).orElse("");
    ExecutionState state =
        database.inTransaction(
            tx -> {
              var found =
                  ExecutionState.first(
                      request.id(),
                      request.orgId(),
                      request.status(),
                      currentStep(tx, request).orElse(firstStep),
                      request.lastUpdated());
              stateMachine.adopt(tx, found);
              return found;
            });
    // Last, because the document then counts as adopted.
    requests.project(state);
    projector.markProjected(state);
  }

  private Optional<String> currentStep(Tx tx, ServiceRequest request) {
    return events.latestOfEachStep(tx, request.id()).stream()
        .map(StepEvent::change)
        .filter(change -> change.status() == StepStatus.RUNNING)
        .map(StepChange::stepName)
        .findFirst();
  }
}
