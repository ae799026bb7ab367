package io.flowforge.server.api.live;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.ServiceRequest;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.EventReader;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many streams may be open, and what they leave to other calls. */
class StreamLimitsTest {

  @Test
  void aServerOpensNoMoreStreamsThanItsLimit() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_STREAMS", "2"))) {
      String path = path(server);
      EventReader first = open(server.as(World.MEMBER), path);
      EventReader second = open(server.as(World.ADMIN), path);

      Answer refused = server.as(World.OWNER).get(path);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).contains("5");
      assertThat(refused.message())
          .isEqualTo(
              "this server has 2 streams open, which is its limit; poll instead, or retry in 5"
                  + " seconds");
      assertThat(server.metric("flowforge_streams_refused_total")).isEqualTo("1.0");
      assertThat(server.metric("flowforge_streams_open")).isEqualTo("2.0");

      first.close();
      // The server notices that the client has left, and a refused stream has taken nothing.
      eventually(() -> server.metric("flowforge_streams_open"), "1.0"::equals);
      EventReader third = open(server.as(World.OWNER), path);
      second.close();
      third.close();
      eventually(() -> server.metric("flowforge_streams_open"), "0.0"::equals);
      eventually(
          () -> server.metric("flowforge_streams_closed_total{reason=\"left\"}"), "3.0"::equals);
    }
  }

  @Test
  void aCallerOpensNoMoreStreamsThanTheLimitOfCallers() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_STREAMS_PER_CALLER", "1"))) {
      String path = path(server);
      try (EventReader own = open(server.as(World.MEMBER), path);
          EventReader ofOther = open(server.as(World.ADMIN), path)) {
        Answer refused = server.as(World.MEMBER).get(path);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message())
            .isEqualTo(
                "you have 1 streams open on this server, which is the limit; close one, or poll"
                    + " instead");
        assertThat(own.next()).isPresent();
        assertThat(ofOther.next()).isPresent();
      }
    }
  }

  /** A stream that is refused for another reason gives its place back. */
  @Test
  void whoMayNotWatchTakesNoPlace() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_STREAMS", "1"))) {
      String path = path(server);
      for (int i = 0; i < 3; i++) {
        assertThat(server.as(World.STRANGER).get(path).status()).isEqualTo(404);
      }
      open(server.as(World.MEMBER), path).close();
    }
  }

  /** Whoever is refused for lack of room costs the database nothing. */
  @Test
  void aDeletedUserIsLookedUpOnlyWhenThereIsRoom() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_STREAMS", "1"))) {
      String path = "/api/organization/" + server.acme.orgId() + "/events";
      server
          .core
          .database()
          .useTransaction(
              tx ->
                  tx.update(
                      "UPDATE \"user\" SET deleted = TRUE WHERE user_id = ?",
                      World.MEMBER.userId()));
      assertThat(server.as(World.MEMBER).get(path).status()).isEqualTo(403);
      try (EventReader open = open(server.as(World.ADMIN), path)) {
        assertThat(server.as(World.MEMBER).get(path).status()).isEqualTo(503);
        assertThat(open.next()).isPresent();
      }
    }
  }

  @Test
  void openStreamsLeaveTheSlotsOfCallsAlone() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_CONCURRENT_REQUESTS", "1"))) {
      String path = path(server);
      List<EventReader> streams = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        streams.add(open(server.as(World.MEMBER), path));
      }
      assertThat(server.as(World.MEMBER).get("/api/organization").status()).isEqualTo(200);
      streams.forEach(EventReader::close);
    }
  }

  /** Connections that streams hold cannot be taken away, so half of them stay for calls. */
  @Test
  void streamsLeaveHalfOfTheConnectionsToCalls() {
    try (var server = new AcmeServer(Map.of("FLOWFORGE_MAX_CONNECTIONS", "4"))) {
      String path = path(server);
      try (EventReader first = open(server.as(World.MEMBER), path);
          EventReader second = open(server.as(World.MEMBER), path)) {
        assertThat(server.as(World.MEMBER).get(path).status()).isEqualTo(503);
        assertThat(first.next()).isPresent();
        assertThat(second.next()).isPresent();
      }
    }
  }

  private static EventReader open(Client client, String path) {
    EventReader stream = EventReader.open(client, path);
    assertThat(stream.status()).isEqualTo(200);
    return stream;
  }

  private static String path(AcmeServer server) {
    ServiceRequest request =
        server.acme.request(
            server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
    return "/api/service_request/" + request.id() + "/events";
  }
}
