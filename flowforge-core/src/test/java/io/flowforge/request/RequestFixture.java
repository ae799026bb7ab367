package io.flowforge.request;

import io.flowforge.identity.UserStore;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.postgres.Database;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.testing.NoWorkQueue;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.Optional;

/** The services of this package on given stores, with a queue that no worker reads. */
final class RequestFixture {

  final ExecutionStateStore states = new ExecutionStateStore();
  final StepLogStore logs = new StepLogStore();
  final RequestReconciler reconciler;
  final Requests requests;

  RequestFixture(
      Database database,
      Documents documents,
      ServiceRequestStore store,
      RequestInterrupter interrupter,
      InstantSource clock) {
    var pipelines = new PipelineStore(documents);
    var events = new StepEventStore();
    var projector = new StatusProjector(database, states, store);
    var stateMachine =
        new RequestStateMachine(
            states, events, new NoWorkQueue(), projector, clock, new CompositeMeterRegistry());
    var access =
        new RequestAccess(
            database,
            new AccessControl(new MembershipStore()),
            store,
            pipelines,
            states,
            (_, _, _) -> {});
    reconciler = new RequestReconciler(database, states, store, projector, clock);
    requests =
        new Requests(
            new RequestSubmission(
                access,
                pipelines,
                store,
                new NewRequestWriter(database, store, states, stateMachine),
                new SubmissionValidator(_ -> Optional.empty()),
                clock),
            new RequestReading(access, store, events, logs, reconciler),
            new RequestDecisions(access, new UserStore(), stateMachine, logs, interrupter, clock),
            new RequestEditing(
                access, store, new SubmissionValidator(_ -> Optional.empty()), clock));
  }
}
