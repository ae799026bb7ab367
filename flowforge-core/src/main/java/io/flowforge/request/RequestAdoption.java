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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
  private final RequestStateMachine machine;
  private final StepEventStore events;
  private final StatusProjector projector;

  RequestAdoption(
      Database database,
      PipelineStore pipelines,
      ServiceRequestStore requests,
      RequestStateMachine machine,
      StepEventStore events,
      StatusProjector projector) {
    this.database = database;
    this.pipelines = pipelines;
    this.requests = requests;
    this.machine = machine;
    this.events = events;
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
              var found =
                  ExecutionState.first(
                      request.id(),
                      request.orgId(),
                      request.status(),
                      currentStep(tx, request).orElse(firstStep),
                      request.lastUpdated());
              machine.adopt(tx, found);
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
