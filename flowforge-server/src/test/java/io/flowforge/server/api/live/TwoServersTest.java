package io.flowforge.server.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.EventReader;
import io.flowforge.server.testing.EventReader.Event;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Streams on two servers of one database, of which only one runs requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersTest {

  private static final int VIEWERS = 100;

  private final AcmeServer first =
      new AcmeServer(
          Map.of("ALLOW_PRIVATE_TARGETS", "true", "FLOWFORGE_MAX_STREAMS_PER_CALLER", "100"));
  private final Measurements measurements = new Measurements();
  private final Flowforge otherCore =
      Flowforge.open(
          FlowforgeSettings.from(first.environment),
          InstantSource.system(),
          measurements.registry());
  private final FlowforgeServer second =
      FlowforgeServer.start(
          ServerConfig.from(first.environment), otherCore, measurements, InstantSource.system());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  void close() {
    http.close();
    second.close();
    otherCore.close();
    measurements.close();
    first.close();
  }

  @Test
  void manyViewersOnBothServersSeeTheSame() throws Exception {
    ServiceRequest request =
        first.acme.request(
            first.acme.pipeline(Pipelines.callApproveCall(first.target.url())),
            "{\"who\": \"Mike\"}");
    String path = "/api/service_request/" + request.id() + "/events";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<EventReader> viewers = new ArrayList<>();
      for (int i = 0; i < VIEWERS; i++) {
        EventReader viewer = EventReader.open(i % 2 == 0 ? admin(first) : adminOfSecond(), path);
        assertThat(viewer.next().orElseThrow().data().path("transition").asText())
            .isEqualTo("CREATE");
        viewers.add(viewer);
      }
      List<Future<List<Event>>> seen =
          viewers.stream().map(viewer -> threads.submit(viewer::rest)).toList();

      first.core.requests().decisions().start(World.MEMBER, request.id());
      first.acme.await(request, RequestStatus.PENDING);
      otherCore.requests().decisions().approve(World.ADMIN, request.id());

      List<Event> whole = seen.getFirst().get();
      assertThat(whole.getLast().text()).isEqualTo("end {\"request_status\":\"Completed\"}");
      for (Future<List<Event>> events : seen) {
        assertThat(events.get()).isEqualTo(whole);
      }
      try (EventReader later = EventReader.open(adminOfSecond(), path)) {
        List<Event> told = later.rest();
        assertThat(told.subList(1, told.size())).isEqualTo(whole);
      }
      viewers.forEach(EventReader::close);
    }
  }

  /** The other server records everything about it; an approval is reached without an event. */
  @Test
  void theOtherServerTellsWhatHappensInTheOrganization() {
    try (EventReader stream =
        EventReader.open(adminOfSecond(), "/api/organization/" + first.acme.orgId() + "/events")) {
      assertThat(stream.next().orElseThrow().name()).isEqualTo("reset");
      ServiceRequest request =
          first.acme.request(
              first.acme.pipeline(
                  Pipelines.chain(
                      List.of(Pipelines.api(first.target.url()), Pipelines.approval()))),
              "{\"who\": \"Mike\"}");
      first.core.requests().decisions().start(World.MEMBER, request.id());
      String status = "";
      while (!status.equals("Pending")) {
        status = stream.next().orElseThrow().data().path("request_status").asText();
      }
      first.core.requests().decisions().reject(World.ADMIN, request.id(), "");
      while (!status.equals("Failed")) {
        status = stream.next().orElseThrow().data().path("request_status").asText();
      }
    }
  }

  /** A stream that one server has begun goes on at the other. */
  @Test
  void aStreamIsResumedOnTheOtherServer() {
    ServiceRequest request =
        first.acme.request(
            first.acme.pipeline(Pipelines.call(first.target.url())), "{\"who\": \"Mike\"}");
    String path = "/api/service_request/" + request.id() + "/events";
    String last;
    try (EventReader stream = EventReader.open(admin(first), path)) {
      last = stream.next().orElseThrow().id();
    }
    first.core.requests().decisions().start(World.MEMBER, request.id());
    try (EventReader resumed = EventReader.open(adminOfSecond(), path, last);
        EventReader whole = EventReader.open(admin(first), path)) {
      List<Event> all = whole.rest();
      assertThat(resumed.rest()).isEqualTo(all.subList(1, all.size()));
    }
  }

  private static Client admin(AcmeServer server) {
    return server.as(World.ADMIN);
  }

  private Client adminOfSecond() {
    return new Client(http, second.port(), first.issuer.tokenFor(World.ADMIN));
  }
}
