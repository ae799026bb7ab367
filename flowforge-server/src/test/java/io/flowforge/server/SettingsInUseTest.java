package io.flowforge.server;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of the core where they have their effect, on real stores. */
class SettingsInUseTest {

  @Test
  void reachThePoolAndTheWorkers() {
    Map<String, String> variables =
        Map.of(
            "POSTGRES_POOL_SIZE", "5",
            "REQUESTS_IN_FLIGHT", "1",
            "ALLOW_PRIVATE_TARGETS", "true");
    try (var server = new AcmeServer(variables)) {
      Runnable release = server.target.hold();
      Pipeline pipeline = server.acme.pipeline(Pipelines.call(server.target.url()));
      ServiceRequest first = started(server, pipeline);
      ServiceRequest second = started(server, pipeline);

      String metrics =
          eventually(
              () -> metrics(server),
              text ->
                  text.contains("\nflowforge_requests_in_flight 1.0")
                      && text.contains("\nflowforge_queue_due 1.0"));
      assertThat(metrics).contains("\nhikaricp_connections_max{pool=\"flowforge\"} 5.0");
      eventually(server.target::calls, calls -> calls.size() == 1);

      release.run();
      server.acme.await(first, RequestStatus.COMPLETED);
      server.acme.await(second, RequestStatus.COMPLETED);
    }
  }

  @Test
  void whatIsOverACapSaysSo() {
    Map<String, String> variables =
        Map.of(
            "ORGANIZATION_REQUESTS_IN_FLIGHT", "1",
            "ALLOW_PRIVATE_TARGETS", "true");
    try (var server = new AcmeServer(variables)) {
      Runnable release = server.target.hold();
      Pipeline pipeline = server.acme.pipeline(Pipelines.call(server.target.url()));
      ServiceRequest first = started(server, pipeline);
      eventually(server.target::calls, calls -> calls.size() == 1);
      ServiceRequest second = started(server, pipeline);

      eventually(
          () -> steps(server, second), text -> text.contains("\"waits_for\":\"organization_cap\""));
      assertThat(steps(server, first)).doesNotContain("waits_for");
      eventually(
          () -> metrics(server),
          text -> text.contains("\nflowforge_queue_waiting{reason=\"organization_cap\"} 1.0"));

      release.run();
      server.acme.await(second, RequestStatus.COMPLETED);
    }
  }

  private static String steps(AcmeServer server, ServiceRequest request) {
    return server
        .as(World.MEMBER)
        .get("/api/service_request/" + request.id() + "/steps")
        .response()
        .body();
  }

  @Test
  void stepsMayNotAskForMoreTimeThanTheOperatorAllows() {
    try (var server =
        new AcmeServer(Map.of("MAX_STEP_SECONDS", "60", "ALLOW_PRIVATE_TARGETS", "true"))) {
      String pipeline =
          Pipelines.chain(
              List.of(Pipelines.api(server.target.url()) + ", \"timeout_seconds\": 61"));

      assertThatThrownBy(() -> server.acme.pipeline(pipeline))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("'timeout_seconds' must be at most 60");
    }
  }

  @Test
  void privateTargetsAreRefusedUnlessAllowed() {
    try (var server = new AcmeServer(Map.of())) {
      String pipeline = Pipelines.call(server.target.url());

      assertThatThrownBy(() -> server.acme.pipeline(pipeline))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("ALLOW_PRIVATE_TARGETS=true");
    }
  }

  private static ServiceRequest started(AcmeServer server, Pipeline pipeline) {
    ServiceRequest request = server.acme.request(pipeline, "{\"who\": \"Mike\"}");
    String path = "/api/service_request/" + request.id() + "/start";
    assertThat(server.as(World.MEMBER).put(path).status()).isEqualTo(200);
    return request;
  }

  private static String metrics(AcmeServer server) {
    return server.operator().get("/metrics").response().body();
  }
}
