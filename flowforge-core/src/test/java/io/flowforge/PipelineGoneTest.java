package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request whose pipeline somebody has deleted from the document store by hand. */
class PipelineGoneTest extends CoreTest {

  private ServiceRequest request;

  @BeforeEach
  void deleteThePipelineOfAWaitingRequest() {
    var pipeline = world.pipeline(Pipelines.chain(List.of(Pipelines.approval())));
    request = world.request(pipeline, "{}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);
    try (MongoClient client = MongoClients.create(stores.mongoUri())) {
      client.getDatabase("flowforge_db").getCollection("pipelines").deleteMany(new Document());
    }
  }

  @Test
  void canBeCancelled() {
    flowforge.requests().decisions().cancel(MEMBER, request.id());
    assertThat(
            flowforge
                .requests()
                .reading()
                .listOwn(
                    MEMBER, new RequestQuery(world.orgId(), 1, 10, Set.of(RequestStatus.CANCELLED)))
                .requests())
        .extracting(ServiceRequest::id)
        .contains(request.id());
  }

  @Test
  void cannotBeApproved() {
    assertThatThrownBy(() -> flowforge.requests().decisions().approve(ADMIN, request.id()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("no longer exists");
  }

  @Test
  void isHiddenFromAStranger() {
    assertThatThrownBy(() -> flowforge.requests().reading().get(STRANGER, request.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("service request " + request.id() + " not found");
  }

  @Test
  void canBeReadAsFarAsItIsRecorded() {
    RequestDetails details = flowforge.requests().reading().get(MEMBER, request.id());

    assertThat(details.request().status()).isEqualTo(RequestStatus.PENDING);
    assertThat(details.pipeline().pipelineName()).isEqualTo("p");
    assertThat(details.pipeline().firstStepName()).isEqualTo("s1");
    assertThat(details.steps())
        .extracting(StepState::name, StepState::status)
        .containsExactly(tuple("s1", StepStatus.RUNNING));
    assertThat(flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines())
        .hasSize(1);
  }
}
