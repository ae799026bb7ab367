package io.flowforge.request;

import io.flowforge.identity.UserStore;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipStore;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.postgres.Database;
import io.flowforge.request.action.Requests;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.history.RequestHistory;
import io.flowforge.request.key.SubmissionKeyStore;
import io.flowforge.request.key.SubmissionKeys;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.list.RequestListStore;
import io.flowforge.request.list.RequestLists;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.projection.ProjectionMarks;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.retry.RequestRetry;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.testing.NoWorkQueue;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The services of this package on given stores, with a queue that no worker reads. */
final class RequestFixture {

  final ExecutionStateStore states = new ExecutionStateStore();
  final StepLogStore logs = new StepLogStore();
  final ProjectionMarks marks;
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
    var unprojected = new UnprojectedStore();
    marks = new ProjectionMarks(database, unprojected, Duration.ofHours(1));
    var projector = new StatusProjector(database, states, store, unprojected, marks);
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
    reconciler =
        new RequestReconciler(
            database,
            states,
            store,
            projector,
            new RequestReconciler.Leftovers(
                unprojected, new RequestCountStore(), new SubmissionKeyStore()),
            clock);
    requests =
        new Requests(
            new RequestSubmission(
                access,
                pipelines,
                store,
                new NewRequestWriter(database, store, states, stateMachine, marks, clock),
                new SubmissionValidator(_ -> Optional.empty()),
                new SubmissionKeys(database, new SubmissionKeyStore(), clock)),
            new RequestReading(
                access,
                store,
                events,
                logs,
                new RequestLists(new RequestListStore(), store::present),
                (_, _) -> Optional.empty()),
            new RequestDecisions(access, new UserStore(), stateMachine, logs, interrupter, clock),
            new RequestEditing(
                access, store, new SubmissionValidator(_ -> Optional.empty()), clock),
            new RequestRetry(
                access,
                new RequestRetry.RetryStores(pipelines, new UserStore(), states, events, logs),
                (_, _, _) -> false,
                new SubmissionValidator(_ -> Optional.empty()),
                stateMachine),
            new RequestHistory(access, new HistoryStore()));
  }
}
