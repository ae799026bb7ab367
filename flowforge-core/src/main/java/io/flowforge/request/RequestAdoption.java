package io.flowforge.request;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepChange;
import io.flowforge.request.state.StepEvent;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.StepStatus;
import io.flowforge.request.state.WorkQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes over the requests of a deployment that ran before there was {@code request_run}: each gets
 * the row that its document and its events call for. What was running then has no worker any more,
 * so it is put into the queue, and its current step runs again.
 */
public final class RequestAdoption {

  private static final Logger LOG = System.getLogger(RequestAdoption.class.getName());

  private static final int BATCH = 100;

  private final Database database;
  private final PipelineStore pipelines;
  private final ServiceRequestStore requests;
  private final ExecutionStateStore runs;
  private final StepEventStore events;
  private final WorkQueue queue;
  private final StatusProjector projector;

  RequestAdoption(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      ExecutionStateStore runs,
      StepEventStore events,
      WorkQueue queue,
      StatusProjector projector) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.runs = runs;
    this.events = events;
    this.queue = queue;
    this.projector = projector;
  }

  /**
   * Adopts all there are, and returns how many. Any number of servers may do it at once.
   *
   * @throws io.flowforge.error.UnavailableException when a store does not answer; going on later
   *     does no harm
   */
  public int adoptAll() {
    int adopted = 0;
    List<ServiceRequest> left = requests.withoutRun(BATCH);
    while (!left.isEmpty()) {
      left.forEach(this::adopt);
      adopted += left.size();
      left = requests.withoutRun(BATCH);
    }
    if (adopted > 0) {
      LOG.log(Level.INFO, "event=requests_adopted count={0}", adopted);
    }
    return adopted;
  }

  private void adopt(ServiceRequest request) {
    String firstStep = pipelines.find(request.pipelineId()).map(Pipeline::firstStepName).orElse("");
    ExecutionState run =
        database.inTransaction(
            tx -> {
              boolean isRunning = request.status() == RequestStatus.RUNNING;
              var found =
                  ExecutionState.first(
                      request.id(),
                      request.orgId(),
                      request.status(),
                      currentStep(tx, request).orElse(firstStep),
                      isRunning ? 1 : 0,
                      request.lastUpdated());
              if (runs.addIfAbsent(tx, found)) {
                events.append(tx, found, "ADOPT", List.of(), "", request.lastUpdated());
                if (isRunning) {
                  queue.enqueue(tx, found.requestId(), found.dispatch(), Duration.ZERO);
                }
              }
              return found;
            });
    // Last: what this writes to the document is what keeps it from being adopted again.
    requests.project(run);
    projector.markProjected(run);
  }

  private Optional<String> currentStep(Tx tx, ServiceRequest request) {
    return events.latestOfEachStep(tx, request.id()).stream()
        .map(StepEvent::change)
        .filter(change -> change.status() == StepStatus.RUNNING)
        .map(StepChange::stepName)
        .findFirst();
  }
}
