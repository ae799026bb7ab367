package io.flowforge.execution;

import io.flowforge.postgres.Database;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.testing.NoWorkQueue;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;

/** The states of a database as workers change them, without a queue and without MongoDB. */
final class QueuelessStates {

  private QueuelessStates() {}

  static FencedStates on(Database database, ExecutionStateStore store) {
    return new FencedStates(
        database,
        store,
        new RequestStateMachine(
            store,
            new StepEventStore(),
            new NoWorkQueue(),
            _ -> true,
            InstantSource.system(),
            new CompositeMeterRegistry()),
        new StepLogStore(),
        InstantSource.system());
  }
}
