package io.flowforge.execution;

import static io.flowforge.testing.World.MEMBER;

import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Workers that would poll in an hour are told of what this server puts into the queue. */
class WakeUpTest extends CoreTest {

  WakeUpTest() {
    super(
        ExecutionSettings.defaults()
            .allowingPrivateTargets(true)
            .withIntervals(ExecutionSettings.defaults().intervals().withPoll(Duration.ofHours(1))));
  }

  @Test
  void startingARequestWakesTheWorkers() {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.call(target.url())), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.COMPLETED);
  }
}
