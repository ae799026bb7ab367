package io.flowforge.server.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.EventReader;
import io.flowforge.server.testing.EventReader.Event;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of one request, as clients read it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestStreamTest {

  private final AcmeServer server = new AcmeServer();
  private final Client member = server.as(World.MEMBER);
  private final Client admin = server.as(World.ADMIN);

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void aFinishedRequestIsToldFromItsBeginningToItsEnd() {
    ServiceRequest request = twoRuns();

    List<Event> events = whole(request, "");

    assertThat(transitions(events)).isEqualTo(history(request));
    assertThat(lines(events, "s1", 1)).isEqualTo(logs(request, "s1", 1)).isNotEmpty();
    assertThat(lines(events, "s2", 1)).isEqualTo(logs(request, "s2", 1)).isNotEmpty();
    assertThat(lines(events, "s2", 2)).isEqualTo(logs(request, "s2", 2)).isNotEmpty();
    assertThat(lines(events, "s3", 2)).isEqualTo(logs(request, "s3", 2)).isNotEmpty();
    assertThat(events.getLast().text()).isEqualTo("end {\"request_status\":\"Completed\"}");
    assertThat(events.stream().filter(event -> event.name().equals("end"))).hasSize(1);
  }

  /** Lines come after the beginning of their step and before its end. */
  @Test
  void linesStandBetweenTheBeginningAndTheEndOfTheirStep() {
    List<String> order =
        whole(twoRuns(), "").stream()
            .map(
                event ->
                    event.data().has("lines")
                        ? event.data().path("step_name").asText()
                        : event.data().path("transition").asText())
            .distinct()
            .toList();

    assertThat(order)
        .containsExactly(
            "CREATE", "START", "s1", "ADVANCE", "s2", "FAIL", "RESUME", "s3", "COMPLETE", "");
  }

  /** What a client has, and what it gets when it resumes there, are the whole stream. */
  @Test
  void aStreamCanBeResumedAfterEachOfItsEvents() {
    ServiceRequest request = twoRuns();
    List<Event> events = whole(request, "");

    for (int i = 0; i < events.size(); i++) {
      List<Event> resumed = new ArrayList<>(events.subList(0, i + 1));
      resumed.addAll(whole(request, events.get(i).id()));
      List<Event> expected = new ArrayList<>(events);
      if (i == events.size() - 1) {
        // The end is told again, because the client has opened the stream again.
        expected.add(events.getLast());
      }
      assertThat(resumed).as("after event %d", i).isEqualTo(expected);
    }
  }

  @Test
  void aRunningRequestIsToldWhileItRuns() {
    Runnable release = server.target.hold();
    ServiceRequest request =
        server.acme.request(
            server.acme.pipeline(Pipelines.callApproveCall(server.target.url())),
            "{\"who\": \"Mike\"}");
    try (EventReader stream = EventReader.open(member, path(request))) {
      assertThat(stream.until("transition")).hasSize(1);
      server.core.requests().decisions().start(World.MEMBER, request.id());
      List<Event> events = new ArrayList<>(stream.until("log"));
      assertThat(events.getLast().data().path("lines").toString()).contains("Calling");
      release.run();
      while (!events.getLast().data().path("request_status").asText().equals("Pending")) {
        events.add(stream.next().orElseThrow());
      }
      server.core.requests().decisions().approve(World.ADMIN, request.id());
      events.addAll(stream.rest());

      assertThat(events.getLast().name()).isEqualTo("end");
      List<Event> whole = whole(request, "");
      assertThat(events).isEqualTo(whole.subList(1, whole.size()));
    }
  }

  /** A client that read the end, and opens the stream again, gets the end and nothing else. */
  @Test
  void afterTheEndThereIsOnlyTheEnd() {
    ServiceRequest request = finished();
    List<Event> events = whole(request, "");

    assertThat(whole(request, events.getLast().id())).isEqualTo(List.of(events.getLast()));
  }

  @Test
  void aRequestThatWaitsOrHasNotStartedDoesNotEndItsStream() {
    ServiceRequest request =
        server.acme.request(
            server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    try (EventReader stream = EventReader.open(member, path(request))) {
      assertThat(stream.until("transition").getLast().data().path("request_status").asText())
          .isEqualTo("Not Started");
      server.core.requests().decisions().start(World.MEMBER, request.id());
      assertThat(stream.until("transition").getLast().data().path("transition").asText())
          .isEqualTo("START");
      List<Event> events = new ArrayList<>(stream.until("transition"));
      assertThat(events.getLast().data().path("request_status").asText()).isEqualTo("Pending");
      server.core.requests().decisions().reject(World.ADMIN, request.id(), "no");
      events.addAll(stream.rest());
      assertThat(events.getLast().text()).isEqualTo("end {\"request_status\":\"Failed\"}");
      assertThat(events.toString()).contains("Rejected by Ada");
    }
  }

  @Test
  void theHeadersKeepProxiesAndBrowsersFromHoldingEventsBack() {
    try (EventReader stream = EventReader.open(member, path(finished()))) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).contains("text/event-stream");
      assertThat(stream.header("Cache-Control")).contains("no-cache");
      assertThat(stream.header("X-Accel-Buffering")).contains("no");
      assertThat(stream.header("Access-Control-Allow-Origin")).isPresent();
      assertThat(stream.header("X-Content-Type-Options")).contains("nosniff");
    }
  }

  /** As after a restore of the database: what the client has does not exist. */
  @ParameterizedTest
  @ValueSource(strings = {"900.0", "2.999999999999", "999999999999999999.999999999999999999"})
  void aClientThatHasMoreThanThereIsBeginsAnew(String id) {
    ServiceRequest request = finished();

    List<Event> events = whole(request, id);

    assertThat(events.getFirst().text()).isEqualTo("reset {}");
    assertThat(events.subList(1, events.size())).isEqualTo(whole(request, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "4", "4.", ".4", "-1.2", "1.2.3", "1.1234567890123456789", "4 . 1"})
  void aMalformedIdIsRefusedWithTheCure(String id) {
    Answer answer = member.send(member.request(path(finished())).header("Last-Event-ID", id).GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo(
            "the header Last-Event-ID must be the id of an event of this stream, such as 4.118;"
                + " leave it out to begin at the beginning");
  }

  @Test
  void whoMayNotSeeTheRequestGetsWhatTheRequestGives() {
    String path = path(finished());

    assertThat(server.nobody().get(path).status()).isEqualTo(401);
    assertThat(server.as(World.STRANGER).get(path).status()).isEqualTo(404);
    assertThat(member.get(path("65f000000000000000000000")).status()).isEqualTo(404);
    assertThat(member.get(path("x")).status()).isEqualTo(404);
    assertThat(undescribed().post(path, "{}").status()).isEqualTo(405);
  }

  /** As of one that an older program has begun: it has not ended only because nothing is known. */
  @Test
  void aRequestOfWhichNothingIsRecordedHasNoStreamUntilItHasEnded() {
    ServiceRequest open =
        server.acme.request(
            server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    forget(open);

    Answer answer = member.get(path(open));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message())
        .isEqualTo(
            "nothing is recorded of service request %s yet, because another program has begun it;"
                    .formatted(open.id())
                + " poll the request itself");
  }

  private void forget(ServiceRequest request) {
    server
        .core
        .database()
        .useTransaction(
            tx -> tx.update("DELETE FROM request_run WHERE request_id = ?", request.id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "*/*", "text/*;q=0.2, application/json", ""})
  void aClientMayAcceptMore(String accept) {
    assertThat(accepting(accept)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html, text/event-stream;q=0"})
  void aClientThatAcceptsSomethingElseIsRefused(String accept) {
    assertThat(accepting(accept)).isEqualTo(406);
  }

  @Test
  void headDescribesTheStreamAndEnds() {
    Client client = undescribed();
    Answer answer =
        client.send(client.request(path(finished())).method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("text/event-stream");
    assertThat(answer.response().body()).isEmpty();
  }

  /** Sends what openapi.yaml does not have. */
  private Client undescribed() {
    return new Client(member.http(), member.port(), member.token());
  }

  private int accepting(String accept) {
    return member.send(member.request(path(finished())).header("Accept", accept).GET()).status();
  }

  /** A request whose second step fails in the first run. */
  private ServiceRequest twoRuns() {
    server.target.answerInTurn(200, 500, 200, 200);
    ServiceRequest request = started(Pipelines.chain(List.of(api(), api(), api())));
    server.acme.await(request, RequestStatus.FAILED);
    assertThat(member.put("/api/service_request/" + request.id() + "/retry").status())
        .isEqualTo(200);
    server.acme.await(request, RequestStatus.COMPLETED);
    return request;
  }

  private ServiceRequest finished() {
    server.target.answerWith(200);
    ServiceRequest request = started(Pipelines.call(server.target.url()));
    server.acme.await(request, RequestStatus.COMPLETED);
    return request;
  }

  private ServiceRequest started(String pipeline) {
    ServiceRequest request =
        server.acme.request(server.acme.pipeline(pipeline), "{\"who\": \"Mike\"}");
    server.core.requests().decisions().start(World.MEMBER, request.id());
    return request;
  }

  private String api() {
    return Pipelines.api(server.target.url());
  }

  private List<Event> whole(ServiceRequest request, String lastEventId) {
    try (EventReader stream = EventReader.open(admin, path(request), lastEventId)) {
      assertThat(stream.status()).isEqualTo(200);
      return stream.rest();
    }
  }

  private static List<String> transitions(List<Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("transition"))
        .map(
            event -> {
              assertThat(event.data().path("request_status"))
                  .isEqualTo(event.data().path("status"));
              var copy = event.data().deepCopy();
              ((ObjectNode) copy).remove("request_status");
              return copy.toString();
            })
        .toList();
  }

  private List<String> history(ServiceRequest request) {
    return elements(
            member
                .get("/api/service_request/" + request.id() + "/history")
                .json()
                .path("transitions"))
        .map(JsonNode::toString)
        .toList();
  }

  private static List<String> lines(List<Event> events, String step, int run) {
    return events.stream()
        .filter(event -> event.name().equals("log"))
        .filter(event -> event.data().path("step_name").asText().equals(step))
        .filter(event -> event.data().path("run").asInt() == run)
        .flatMap(event -> elements(event.data().path("lines")))
        .map(JsonNode::asText)
        .toList();
  }

  private List<String> logs(ServiceRequest request, String step, int run) {
    return elements(
            member
                .get("/api/service_request/" + request.id() + "/logs/" + step + "?run=" + run)
                .json()
                .path("logs"))
        .map(JsonNode::asText)
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String path(ServiceRequest request) {
    return path(request.id());
  }

  private static String path(String id) {
    return "/api/service_request/" + id + "/events";
  }
}
