package io.flowforge.organization;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller is told of the requests of a member who goes. */
class DepartureTest extends CoreTest {

  private static final Caller.Person ADA = new Caller.Person("auth0|ada");
  private static final Caller.Person MIKE = (Caller.Person) MEMBER;

  private World acme;
  private Pipeline pipeline;

  @BeforeEach
  void foundAnOrganization() {
    acme = new World(flowforge);
    pipeline = acme.pipeline(Pipelines.callApproveCall(target.url()));
  }

  @Test
  void whoeverRemovesAMemberIsToldWhatIsOpen() {
    ServiceRequest submitted = acme.request(pipeline, "{}");
    ServiceRequest pending = started(pipeline);
    acme.await(pending, RequestStatus.PENDING);
    acme.await(started(acme.pipeline(Pipelines.call(target.url()))), RequestStatus.COMPLETED);
    Runnable release = target.hold();
    ServiceRequest running = started(pipeline);
    eventually(target.calls()::size, count -> count == 3);

    OpenRequests open = flowforge.departures().remove(ADA, acme.orgId(), MIKE.userId());

    assertThat(open)
        .isEqualTo(new OpenRequests(3, List.of(running.id(), pending.id(), submitted.id())));
    // The removal does not stop it; the admins can.
    flowforge.requests().decisions().cancel(ADA, running.id());
    release.run();
  }

  @Test
  void whoeverLeavesIsToldToo() {
    assertThat(flowforge.departures().leave(ADA, acme.orgId()))
        .isEqualTo(new OpenRequests(0, List.of()));

    ServiceRequest request = acme.request(pipeline, "{}");
    assertThat(flowforge.departures().leave(MIKE, acme.orgId()))
        .isEqualTo(new OpenRequests(1, List.of(request.id())));
  }

  @Test
  void atMostTwentyAreNamed() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(acme.request(pipeline, "{}").id());
    }

    OpenRequests open = flowforge.departures().remove(ADA, acme.orgId(), MIKE.userId());

    assertThat(open.totalCount()).isEqualTo(25);
    assertThat(open.ids()).hasSize(20).isSubsetOf(ids);
  }

  private ServiceRequest started(Pipeline of) {
    ServiceRequest request = acme.request(of, "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    return request;
  }
}
