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
  void aQuietStreamIsKeptAliveAndClosedAfterItsTime() {
    try (var server =
        new AcmeServer(new StreamLimits(10, 10, SHORT, LONG, Duration.ofSeconds(1)))) {
      try (EventReader stream = request(server, server.as(World.MEMBER))) {
        List<Event> events = stream.rest();

        assertThat(events.getLast().text()).isEqualTo("close {\"reason\":\"limit\"}");
        assertThat(events.getLast().id()).isEqualTo(events.getFirst().id());
        assertThat(stream.comments()).contains(": keep-alive");
      }
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
      // Tokens are accepted for a minute after they have expired, for clocks that differ.
      Date expiresAt = Date.from(Instant.now().minusSeconds(58));
      String token =
          server.issuer.token(claims -> claims.subject("auth0|mike").expirationTime(expiresAt));
      try (EventReader ofRequest = request(server, server.nobody().as(token));
          EventReader ofOrganization = organization(server, server.nobody().as(token))) {
        assertThat(ofRequest.rest().getLast().text()).isEqualTo("close {\"reason\":\"expired\"}");
        assertThat(ofOrganization.rest().getLast().text())
            .isEqualTo("close {\"reason\":\"expired\"}");
      }
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
    return EventReader.open(client, "/api/service_request/" + submitted(server).id() + "/events");
  }

  private static EventReader organization(AcmeServer server, Client client) {
    return EventReader.open(client, "/api/organization/" + server.acme.orgId() + "/events");
  }

  private static ServiceRequest submitted(AcmeServer server) {
    return server.acme.request(
        server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}");
  }
}
