package io.flowforge.execution;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step that fails ends its request, and the log says why. */
class FailingStepTest extends CoreTest {

  @Test
  void anErrorOfTheTarget() {
    target.answerWith(500);
    assertThat(failure(target.url()))
        .endsWith("[ERROR] Response status 500 Internal Server Error; expected 2xx");
  }

  @Test
  void aRedirectWithoutAnAddress() {
    target.answerWith(302);
    assertThat(failure(target.url()))
        .contains("[ERROR] Response status 302 ")
        .endsWith("; expected 2xx");
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void aRefusedConnection() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + port + "/x"))
        .contains("[ERROR] POST http://127.0.0.1:" + port + "/x failed:")
        .containsIgnoringCase("refused");
  }

  @Test
  void aForbiddenAddress() {
    target.redirect("/elsewhere", 302, "http://169.254.169.254/latest/meta-data");
    assertThat(failure(target.url("/elsewhere")))
        .endsWith(
            "connecting to '169.254.169.254' is refused: its address is in 169.254.0.0/16"
                + " (link-local)");
  }

  @Test
  void anUnknownHost() {
    assertThat(failure("http://no-such-host.invalid/")).endsWith("failed: unknown host");
  }

  private String failure(String url) {
    return failure(flowforge, world, url);
  }

  /** Runs a request whose first step calls the URL, and returns the last line of its log. */
  static String failure(Flowforge flowforge, World world, String url) {
    ServiceRequest request =
        world.request(world.pipeline(Pipelines.callApproveCall(url)), "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    RequestDetails failed = world.await(request, RequestStatus.FAILED);
    assertThat(failed.steps())
        .extracting(StepState::status)
        .containsExactly(StepStatus.FAILED, StepStatus.NOT_STARTED, StepStatus.NOT_STARTED);
    // MongoDB follows PostgreSQL a moment later.
    Eventually.eventually(
        () -> flowforge.requestStore().find(request.id()).orElseThrow().status(),
        RequestStatus.FAILED::equals);
    List<String> lines = flowforge.requests().reading().log(MEMBER, request.id(), "s1", 0).lines();
    return lines.getLast();
  }
}
