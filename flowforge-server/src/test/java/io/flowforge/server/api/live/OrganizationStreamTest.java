package io.flowforge.server.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.EventReader;
import io.flowforge.server.testing.EventReader.Event;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of the requests of an organization, as clients read it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationStreamTest {

  private final AcmeServer server = new AcmeServer();
  private final Client member = server.as(World.MEMBER);
  private final Client admin = server.as(World.ADMIN);

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void anAdminSeesARequestFromItsCreationToItsEnd() {
    try (EventReader stream = EventReader.open(admin, path())) {
      assertThat(stream.next().orElseThrow().text()).isEqualTo("reset {}");
      ServiceRequest request = approvable();
      Event created = until(stream, request, "Not Started").getLast();
      assertThat(created.data().path("seq").asLong()).isEqualTo(1);
      assertThat(created.data().path("pipeline_name").asText()).isEqualTo("p");
      assertThat(created.data().path("user_id").asText()).isEqualTo("auth0|mike");
      assertThat(created.data().path("run").asInt()).isEqualTo(1);
      assertThat(created.data().path("at").asText()).startsWith("20");

      server.core.requests().decisions().start(World.MEMBER, request.id());
      until(stream, request, "Pending");
      server.core.requests().decisions().approve(World.ADMIN, request.id());
      until(stream, request, "Completed");
    }
  }

  @Test
  void whatTheStreamTellsLastIsWhatTheListTells() {
    try (EventReader stream = EventReader.open(admin, path())) {
      assertThat(stream.next().orElseThrow().name()).isEqualTo("reset");
      List<ServiceRequest> requests = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        requests.add(started());
      }
      List<String> open = new ArrayList<>(requests.stream().map(ServiceRequest::id).toList());
      List<Long> seqs = new ArrayList<>();
      while (!open.isEmpty()) {
        Event event = stream.next().orElseThrow();
        if (event.data().path("request_status").asText().equals("Completed")) {
          open.remove(event.data().path("request_id").asText());
        }
        seqs.add(event.data().path("seq").asLong());
      }
      requests.forEach(request -> server.acme.await(request, RequestStatus.COMPLETED));
      assertThat(seqs).allSatisfy(seq -> assertThat(seq).isBetween(1L, 3L));
    }
  }

  @Test
  void aMemberSeesOwnRequestsOnly() {
    try (EventReader stream = EventReader.open(member, path())) {
      assertThat(stream.next().orElseThrow().name()).isEqualTo("reset");
      ServiceRequest ofAdmin = ofAdmin();
      ServiceRequest own = approvable();

      List<Event> events = until(stream, own, "Not Started");

      assertThat(events)
          .noneMatch(event -> event.data().path("request_id").asText().equals(ofAdmin.id()));
    }
  }

  /** What happens while nobody listens is told when the stream goes on. */
  @Test
  void aStreamThatIsResumedTellsWhatWasMissed() {
    String last;
    try (EventReader stream = EventReader.open(admin, path())) {
      last = stream.next().orElseThrow().id();
    }
    ServiceRequest request = approvable();
    server.core.requests().decisions().start(World.MEMBER, request.id());
    server.acme.await(request, RequestStatus.PENDING);

    try (EventReader stream = EventReader.open(admin, path(), last)) {
      List<Event> events = until(stream, request, "Pending");
      assertThat(events).noneMatch(event -> event.name().equals("reset"));
      server.core.requests().decisions().cancel(World.ADMIN, request.id());
      until(stream, request, "Cancelled");
    }
  }

  /** In whatever order a client leaves and comes, it gets every last state. */
  @Test
  void aStreamCanBeResumedAfterEachOfItsEvents() {
    List<Event> events = new ArrayList<>();
    ServiceRequest request;
    try (EventReader stream = EventReader.open(admin, path())) {
      events.add(stream.next().orElseThrow());
      request = approvable();
      events.addAll(until(stream, request, "Not Started"));
      server.core.requests().decisions().start(World.MEMBER, request.id());
      events.addAll(until(stream, request, "Pending"));
      server.core.requests().decisions().approve(World.ADMIN, request.id());
      events.addAll(until(stream, request, "Completed"));
    }
    for (Event event : events.subList(0, events.size() - 1)) {
      try (EventReader stream = EventReader.open(admin, path(), event.id())) {
        assertThat(until(stream, request, "Completed"))
            .noneMatch(resumed -> resumed.name().equals("reset"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999999999999", "900000000"})
  void aClientThatIsAheadIsToldToReadItsListsAnew(String id) {
    try (EventReader stream = EventReader.open(admin, path(), id)) {
      assertThat(stream.next().orElseThrow().text()).isEqualTo("reset {}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.2", "1234567890123456789"})
  void aMalformedIdIsRefusedWithTheCure(String id) {
    Answer answer = admin.send(admin.request(path()).header("Last-Event-ID", id).GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo(
            "the header Last-Event-ID must be the id of an event of this stream; leave it out to"
                + " begin now");
  }

  @Test
  void whoIsNoMemberIsRefused() {
    assertThat(server.nobody().get(path()).status()).isEqualTo(401);
    assertThat(server.as(World.STRANGER).get(path()).status()).isEqualTo(403);
    assertThat(admin.get("/api/organization/999999/events").status()).isEqualTo(403);
    assertThat(admin.get("/api/organization/x/events").status()).isEqualTo(400);
  }

  private static List<Event> until(EventReader stream, ServiceRequest request, String status) {
    List<Event> events = new ArrayList<>();
    Event event;
    do {
      event = stream.next().orElseThrow(() -> new AssertionError("ended after " + events));
      events.add(event);
    } while (!event.data().path("request_id").asText().equals(request.id())
        || !event.data().path("request_status").asText().equals(status));
    return events;
  }

  private ServiceRequest approvable() {
    return server.acme.request(
        server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
  }

  private ServiceRequest ofAdmin() {
    String pipeline = server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))).id();
    Answer answer =
        admin.post(
            "/api/service_request",
            "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": {}}"
                .formatted(pipeline, server.acme.orgId()));
    assertThat(answer.status()).isEqualTo(201);
    String id = answer.json().path("id").asText();
    return server.core.requests().reading().get(World.ADMIN, id).request();
  }

  private ServiceRequest started() {
    ServiceRequest request =
        server.acme.request(
            server.acme.pipeline(Pipelines.call(server.target.url())), "{\"who\": \"Mike\"}");
    server.core.requests().decisions().start(World.MEMBER, request.id());
    return request;
  }

  private String path() {
    return "/api/organization/" + server.acme.orgId() + "/events";
  }
}
