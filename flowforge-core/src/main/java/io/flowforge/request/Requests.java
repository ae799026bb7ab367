package io.flowforge.request;

import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessControl;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.postgres.Database;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.state.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * Puts the parts of this package together.
 *
 * @param service submitting and looking
 * @param actions what people do to a submitted request
 * @param editor changing what has not been started
 * @param ledger where requests change state
 */
public record Requests(
    RequestService service,
    RequestActions actions,
    RequestEditor editor,
    RequestStateMachine ledger,
    ExecutionStateStore runs,
    StepLogStore logs,
    RequestReconciler reconciler,
    RequestAdoption adoption) {

  public static Requests of(
      Database database,
      AccessControl access,
      UserStore users,
      PipelineStore pipelines,
      ServiceRequestStore store,
      WorkQueue queue,
      RequestInterrupter interrupter,
      InstantSource clock,
      MeterRegistry meters) {
    var runs = new ExecutionStateStore();
    var events = new StepEventStore();
    var logs = new StepLogStore();
    var projector = new StatusProjector(database, runs, store);
    var ledger = new RequestStateMachine(runs, events, queue, projector, clock, meters);
    var reconciler = new RequestReconciler(database, runs, store, projector, clock);
    return new Requests(
        new RequestService(
            database,
            access,
            pipelines,
            store,
            runs,
            ledger,
            events,
            logs,
            reconciler,
            projector,
            clock),
        new RequestActions(
            database, access, users, pipelines, store, runs, ledger, logs, interrupter, clock),
        new RequestEditor(database, access, pipelines, store, runs, clock),
        ledger,
        runs,
        logs,
        reconciler,
        new RequestAdoption(database, pipelines, store, ledger, events, projector));
  }
}
