package io.flowforge.server.edge;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.MinimumRate;
import io.flowforge.server.http.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slow clients over real sockets, on both sides of each boundary. */
class SlowClientsTest {

  private static final Duration NEVER = Duration.ofSeconds(60);
  private static final MinimumRate ANY_RATE = new MinimumRate(0, NEVER);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final String WHO = "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n";

  @Test
  void anIdleConnectionIsClosedAndOneInUseIsNot() {
    try (var server =
            server(new ClientTimes(Duration.ofMillis(800), NEVER, NEVER, NEVER, ANY_RATE));
        Peer used = server.connect();
        Peer idle = server.connect();
        Peer fresh = server.connect()) {
      assertThat(idle.send(WHO).read().status()).isEqualTo(200);
      // Twice as long as it may be idle.
      for (int i = 0; i < 32; i++) {
        assertThat(used.isQuietFor(PAUSE)).isTrue();
        assertThat(used.send(WHO).read().status()).isEqualTo(200);
      }
      assertThat(idle.rest()).isEmpty();
      assertThat(fresh.rest()).isEmpty();
    }
  }

  @Test
  void aClientThatFallsSilentWithinARequestIsCutOff() {
    try (var server =
            server(new ClientTimes(NEVER, Duration.ofMillis(800), NEVER, NEVER, ANY_RATE));
        Peer silentInHead = server.connect();
        Peer silentInBody = server.connect();
        Peer slow = server.connect()) {
      silentInHead.send("GET /api/who HTT");
      silentInBody.send(echo(500) + "x");
      slow.send(echo(30));
      for (int i = 0; i < 29; i++) {
        slow.send("x");
        assertThat(slow.isQuietFor(PAUSE)).isTrue();
      }
      assertThat(slow.send("x").read().status()).isEqualTo(200);
      assertThat(silentInHead.rest()).isEmpty();
      assertThat(silentInBody.rest()).isEmpty();
    }
  }

  @Test
  void aRequestMustHaveArrivedAfterItsTotalTime() {
    try (var server =
            server(new ClientTimes(NEVER, NEVER, Duration.ofMillis(1500), NEVER, ANY_RATE));
        Peer endless = server.connect();
        Peer inTime = server.connect()) {
      // A third of its time, and then it may do it again.
      for (int i = 0; i < 3; i++) {
        inTime.send(echo(10));
        for (int sent = 0; sent < 10; sent++) {
          assertThat(inTime.isQuietFor(PAUSE)).isTrue();
          inTime.send("x");
        }
        assertThat(inTime.read().status()).isEqualTo(200);
      }
      endless.send(echo(900_000));
      assertThat(piecesUntilClosed(endless, "x".repeat(1000))).isBetween(5, 60);
    }
  }

  @Test
  void aRequestMustKeepTheMinimumRate() {
    var rate = new MinimumRate(5_000, Duration.ofMillis(500));
    try (var server = server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, rate));
        Peer slow = server.connect();
        Peer fastEnough = server.connect()) {
      fastEnough.send(echo(40_000));
      for (int i = 0; i < 20; i++) {
        assertThat(fastEnough.isQuietFor(PAUSE)).isTrue();
        fastEnough.send("x".repeat(2_000));
      }
      assertThat(fastEnough.read().status()).isEqualTo(200);
      slow.send(echo(900_000));
      assertThat(piecesUntilClosed(slow, "x".repeat(10))).isBetween(5, 60);
    }
  }

  /** The server does not even begin responses that do not fit into the system's buffers. */
  @Test
  void aClientThatDoesNotReadIsCutOffAndItsResponsesAreBounded() {
    int asked = 1000;
    try (var server =
            server(new ClientTimes(NEVER, NEVER, NEVER, Duration.ofSeconds(1), ANY_RATE));
        Peer peer = new Peer(server.port(), 4096)) {
      peer.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(asked));
      eventually(peer::isClosedByServer, isClosed -> isClosed);
      assertThat(server.largeResponses).hasValueBetween(1, 30);
    }
  }

  @Test
  void aResponseMustLeaveAtTheMinimumRate() {
    var rate = new MinimumRate(100_000, Duration.ofMillis(500));
    try (var server = server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, rate));
        Peer slow = new Peer(server.port(), 4096);
        Peer reading = server.connect()) {
      slow.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
      reading.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
      for (int i = 0; i < 100; i++) {
        assertThat(reading.read().status()).isEqualTo(200);
      }
      eventually(slow::isClosedByServer, isClosed -> isClosed);
    }
  }

  @Test
  void whenThereAreTooManyConnectionsTheLongestIdleOneMakesRoom() {
    try (var server = server(ClientTimes.DEFAULT, 3);
        Peer first = server.connect();
        Peer second = server.connect()) {
      assertThat(first.send(WHO).read().status()).isEqualTo(200);
      // So it has been idle for a shorter time, even before the server reads what follows.
      assertThat(second.send(WHO).read().status()).isEqualTo(200);
      second.send("GET /api/who HTT");
      try (Peer third = server.connect();
          Peer fourth = server.connect()) {
        assertThat(fourth.send(WHO).read().status()).isEqualTo(200);
        assertThat(first.rest()).isEmpty();
        assertThat(second.send("P/1.1\r\n" + EdgeServer.MIKE + "\r\n").read().status())
            .as("in the middle of a request")
            .isEqualTo(200);
        assertThat(third.rest()).as("for whoever comes next").isEmpty();
      }
    }
  }

  /** However a client keeps the server waiting: within a head, a body or a response. */
  @Test
  void whenThereAreTooManyConnectionsSlowClientsMakeRoom() {
    try (var server = server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, ANY_RATE), 3);
        Peer inHead = server.connect();
        Peer inBody = server.connect();
        Peer inResponse = new Peer(server.port(), 4096)) {
      inHead.send("GET /api/who HTT");
      inBody.send(echo(500) + "x");
      inResponse.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
      List<Peer> others = new ArrayList<>();
      try {
        // These stay open, so each of them takes the place of one of the slow clients.
        while (inHead.isQuietFor(PAUSE)
            || inBody.isQuietFor(PAUSE)
            || !inResponse.isClosedByServer()) {
          assertThat(others).as("served, while a slow client keeps its place").hasSizeLessThan(50);
          Peer next = server.connect();
          others.add(next);
          assertThat(next.send(WHO).read().status()).isEqualTo(200);
        }
      } finally {
        others.forEach(Peer::close);
      }
    }
  }

  private static EdgeServer server(ClientTimes times) {
    return server(times, HttpLimits.DEFAULT.maxConnections());
  }

  private static EdgeServer server(ClientTimes times, int maxConnections) {
    HttpLimits usual = HttpLimits.DEFAULT;
    return new EdgeServer(
        new HttpLimits(
            usual.maxBodyBytes(),
            usual.maxHeaderBytes(),
            usual.maxRequestLineBytes(),
            usual.maxConcurrentRequests(),
            maxConnections,
            times,
            usual.stopTimeout(),
            usual.streams()));
  }

  private static String echo(int length) {
    return "POST /api/echo HTTP/1.1\r\n"
        + EdgeServer.MIKE
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private static int piecesUntilClosed(Peer peer, String piece) {
    int pieces = 0;
    while (peer.isQuietFor(PAUSE) && pieces < 200) {
      peer.trySend(piece);
      pieces++;
    }
    return pieces;
  }
}
