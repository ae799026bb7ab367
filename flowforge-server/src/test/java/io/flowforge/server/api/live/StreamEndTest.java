package io.flowforge.server.api.live;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.organization.Role;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.server.stream.StreamLimits;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.EventReader;
import io.flowforge.server.testing.EventReader.Event;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Why a server ends a stream before its end. */
class StreamEndTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void aQuietStreamIsKeptAlive() {
    try (var server = new AcmeServer(new StreamLimits(10, 10, SHORT, LONG, LONG));
        EventReader stream = request(server, server.as(World.MEMBER))) {
      assertThat(stream.next()).isPresent();
      assertThat(stream.nextComment()).isEqualTo(": keep-alive");
      assertThat(stream.nextComment()).isEqualTo(": keep-alive");
    }
  }

  @Test
  void aQuietStreamIsClosedAfterItsTime() {
    try (var server = new AcmeServer(new StreamLimits(10, 10, SHORT, LONG, Duration.ofSeconds(1)));
        EventReader stream = request(server, server.as(World.MEMBER))) {
      List<Event> events = stream.rest();

      assertThat(events.getLast().text()).isEqualTo("close {\"reason\":\"limit\"}");
      assertThat(events.getLast().id()).isEqualTo(events.getFirst().id());
    }
  }

  /** What the stream says last is where it goes on, on any server. */
  @Test
  void aServerThatStopsTellsItsStreamsFirst() throws Exception {
    // Otherwise the server would wait for them this long.
    try (var server = new AcmeServer(Map.of("FLOWFORGE_STOP_TIMEOUT_SECONDS", "3600"));
        EventReader ofRequest = request(server, server.as(World.MEMBER));
        EventReader ofOrganization = organization(server, server.as(World.ADMIN))) {
      assertThat(ofRequest.next().orElseThrow().name()).isEqualTo("transition");
      assertThat(ofOrganization.next().orElseThrow().name()).isEqualTo("reset");

      var stopped =
          CompletableFuture.runAsync(server::stop, Executors.newVirtualThreadPerTaskExecutor());

      assertThat(ofRequest.rest().toString()).contains("{\"reason\":\"stopping\"}");
      assertThat(ofOrganization.rest().toString()).contains("{\"reason\":\"stopping\"}");
      stopped.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStreamEndsWhenTheTokenIsNoLongerAccepted() {
    try (var server = new AcmeServer()) {
      String ofRequest = pathOfRequest(server);
      assertThat(server.as(World.MEMBER).get("/api/organization").status()).isEqualTo(200);
      for (int left = 2; !expiresDuringStreams(server, ofRequest, left); left *= 2) {
        assertThat(left).as("seconds in which no stream could be opened").isLessThan(16);
      }
    }
  }

  /** Returns false if the token was not accepted any more when the streams were opened. */
  private static boolean expiresDuringStreams(AcmeServer server, String path, int secondsLeft) {
    // Tokens are accepted for a minute after they have expired, for clocks that differ.
    Date expiresAt = Date.from(Instant.now().minusSeconds(60 - secondsLeft));
    String token =
        server.issuer.token(claims -> claims.subject("auth0|mike").expirationTime(expiresAt));
    try (EventReader ofRequest = EventReader.open(server.nobody().as(token), path);
        EventReader ofOrganization = organization(server, server.nobody().as(token))) {
      if (ofRequest.status() != 200 || ofOrganization.status() != 200) {
        return false;
      }
      assertThat(ofRequest.rest().getLast().text()).isEqualTo("close {\"reason\":\"expired\"}");
      assertThat(ofOrganization.rest().getLast().text())
          .isEqualTo("close {\"reason\":\"expired\"}");
      return true;
    }
  }

  /** That is longer than a number of nanoseconds can say. */
  @Test
  void aTokenMayBeAcceptedForThousandsOfYears() {
    try (var server = new AcmeServer()) {
      Date expiresAt = Date.from(Instant.parse("9999-12-31T23:59:59Z"));
      String token =
          server.issuer.token(claims -> claims.subject("auth0|mike").expirationTime(expiresAt));
      try (EventReader stream = request(server, server.nobody().as(token))) {
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.next().orElseThrow().name()).isEqualTo("transition");
      }
    }
  }

  @Test
  void aStreamEndsWhenItsCallerLeavesTheOrganization() {
    try (var server = new AcmeServer(new StreamLimits(10, 10, LONG, SHORT, LONG));
        EventReader ofRequest = request(server, server.as(World.MEMBER));
        EventReader ofOrganization = organization(server, server.as(World.MEMBER))) {
      assertThat(ofRequest.next()).isPresent();
      assertThat(ofOrganization.next()).isPresent();

      server.core.departures().remove(World.ADMIN, server.acme.orgId(), "auth0|mike");

      assertThat(ofRequest.rest().getLast().text()).isEqualTo("close {\"reason\":\"forbidden\"}");
      assertThat(ofOrganization.rest().getLast().text())
          .isEqualTo("close {\"reason\":\"forbidden\"}");
    }
  }

  /** Another Admin's requests are not theirs to see any more. */
  @Test
  void anAdminWhoBecomesAMemberSeesOwnRequestsOnly() {
    try (var server = new AcmeServer(new StreamLimits(10, 10, LONG, SHORT, LONG));
        EventReader ofOther = request(server, server.as(World.ADMIN));
        EventReader ofOrganization = organization(server, server.as(World.ADMIN))) {
      assertThat(ofOrganization.next().orElseThrow().name()).isEqualTo("reset");
      Pipeline pipeline = server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval())));

      server
          .core
          .membershipService()
          .changeRole(World.OWNER, server.acme.orgId(), "auth0|ada", Role.MEMBER);

      assertThat(ofOther.rest().getLast().text()).isEqualTo("close {\"reason\":\"forbidden\"}");
      assertThat(ofOrganization.next().orElseThrow().name()).isEqualTo("reset");
      var _ = server.acme.request(pipeline, "{}");
      server
          .core
          .membershipService()
          .changeRole(World.OWNER, server.acme.orgId(), "auth0|ada", Role.ADMIN);
      assertThat(ofOrganization.next().orElseThrow().name())
          .as("nothing of the request in between")
          .isEqualTo("reset");
    }
  }

  /** A client that leaves while it is told what has happened leaves nothing behind. */
  @Test
  void aClientMayLeaveAtAnyTime() {
    try (var server = new AcmeServer()) {
      for (int i = 0; i < StreamLimits.DEFAULT.maxOfCaller(); i++) {
        try (EventReader stream = request(server, server.as(World.MEMBER))) {
          assertThat(stream.status()).isEqualTo(200);
        }
      }
      // The server notices within a second that a client has left.
      eventually(() -> server.metric("flowforge_streams_open"), "0.0"::equals);
      try (EventReader stream = request(server, server.as(World.MEMBER))) {
        assertThat(stream.next()).isPresent();
      }
    }
  }

  private static EventReader request(AcmeServer server, Client client) {
    return EventReader.open(client, pathOfRequest(server));
  }

  private static String pathOfRequest(AcmeServer server) {
    return "/api/service_request/" + submitted(server).id() + "/events";
  }

  private static EventReader organization(AcmeServer server, Client client) {
    return EventReader.open(client, "/api/organization/" + server.acme.orgId() + "/events");
  }

  private static ServiceRequest submitted(AcmeServer server) {
    return server.acme.request(
        server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
  }
}
