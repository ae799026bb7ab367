package io.flowforge.server.edge;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.edge.client.ClientTimes;
import io.flowforge.server.edge.client.MinimumRate;
import io.flowforge.server.http.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Slow clients over real sockets, on both sides of each boundary. */
class SlowClientsTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final MinimumRate ANY_RATE = new MinimumRate(0, NEVER);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The limit that a test is about. */
  private static final Duration LIMIT = Duration.ofMillis(800);

  private static final Duration LESS = LIMIT.multipliedBy(6).dividedBy(10);

  /** Real time in which the watchdog looks at least once, if the limit is one of time. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** The same if the limit is a rate. */
  private static final Duration LOOK_AT_RATE = Duration.ofMillis(1200);

  /** A client begins to wait, gets a whole request, and waits for the rest of it. */
  private static final int LOOKS_UNTIL_REST = 3;

  private static final String WHO = "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n";
  private static final String GET_LARGE = "GET /large HTTP/1.1\r\nHost: x\r\n\r\n";

  private final SteppedTime time = new SteppedTime();

  @Test
  void anIdleConnectionIsClosedAndOneInUseIsNot() {
    try (var server = server(new ClientTimes(LIMIT, NEVER, NEVER, NEVER, ANY_RATE), time);
        Peer used = server.connect();
        Peer idle = server.connect();
        Peer fresh = server.connect()) {
      assertThat(idle.send(WHO).read().status()).isEqualTo(200);
      time.advance(LESS);
      assertThat(List.of(used, idle, fresh)).allMatch(peer -> peer.isQuietFor(LOOK));
      for (int i = 0; i < 32; i++) {
        assertThat(used.send(WHO).read().status()).isEqualTo(200);
        time.advance(LESS);
      }
      untilClosed(
          idle,
          () -> {
            assertThat(used.send(WHO).read().status()).isEqualTo(200);
            time.advance(LESS);
          });
      assertThat(idle.rest()).isEmpty();
      assertThat(fresh.rest()).isEmpty();
      assertThat(used.send(WHO).read().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatFallsSilentWithinARequestIsCutOff() {
    try (var server = server(new ClientTimes(NEVER, LIMIT, NEVER, NEVER, ANY_RATE), time)) {
      try (Peer slow = server.connect()) {
        slow.send(echo(30));
        time.awaitLooks(LOOKS_UNTIL_REST);
        for (int i = 0; i < 29; i++) {
          time.advance(LESS);
          int looks = time.looks();
          slow.send("x");
          // The end of this wait, and the beginning of the next one.
          time.awaitLooks(looks + 2);
        }
        assertThat(slow.isQuietFor(LOOK)).isTrue();
        assertThat(slow.send("x").read().status()).isEqualTo(200);
      }
      for (String begun : List.of("GET /api/who HTT", echo(500) + "x")) {
        try (Peer silent = server.connect()) {
          silent.send(begun);
          time.advance(LESS);
          assertThat(silent.isQuietFor(LOOK)).isTrue();
          untilClosed(silent, () -> time.advance(LESS));
          assertThat(silent.rest()).isEmpty();
        }
      }
    }
  }

  @Test
  void aRequestMustHaveArrivedAfterItsTotalTime() {
    Duration step = LIMIT.dividedBy(20);
    try (var server = server(new ClientTimes(NEVER, NEVER, LIMIT, NEVER, ANY_RATE), time);
        Peer endless = server.connect();
        Peer inTime = server.connect()) {
      // Half of its time, and then it may do it again.
      for (int i = 0; i < 3; i++) {
        inTime.send(echo(10));
        for (int sent = 0; sent < 10; sent++) {
          time.advance(step);
          inTime.send("x");
        }
        assertThat(inTime.read().status()).isEqualTo(200);
      }
      endless.send(echo(900_000));
      for (int i = 0; i < 15; i++) {
        endless.send("x".repeat(1000));
        time.advance(step);
      }
      assertThat(endless.isQuietFor(LOOK)).isTrue();
      untilClosed(
          endless,
          () -> {
            endless.trySend("x");
            time.advance(step);
          });
    }
  }

  @Test
  void aRequestMustKeepTheMinimumRate() {
    var rate = new MinimumRate(5_000, LIMIT);
    Duration step = LIMIT.dividedBy(10);
    try (var server = server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, rate), time)) {
      try (Peer fastEnough = server.connect()) {
        fastEnough.send(echo(40_000));
        time.awaitLooks(LOOKS_UNTIL_REST);
        for (int i = 0; i < 19; i++) {
          time.advance(step);
          int looks = time.looks();
          fastEnough.send("x".repeat(2_000));
          time.awaitLooks(looks + 2);
        }
        assertThat(fastEnough.isQuietFor(LOOK_AT_RATE)).isTrue();
        assertThat(fastEnough.send("x".repeat(2_000)).read().status()).isEqualTo(200);
      }
      try (Peer slow = server.connect()) {
        slow.send(echo(900_000));
        for (int i = 0; i < 9; i++) {
          slow.send("x".repeat(10));
          time.advance(step);
        }
        assertThat(slow.isQuietFor(LOOK_AT_RATE)).isTrue();
        untilClosed(
            slow,
            () -> {
              slow.trySend("x");
              time.advance(step);
            });
      }
    }
  }

  /** The server does not even begin responses that do not fit into the system's buffers. */
  @Test
  void aClientThatDoesNotReadIsCutOffAndItsResponsesAreBounded() {
    int asked = 1000;
    try (var server =
            server(
                new ClientTimes(NEVER, NEVER, NEVER, Duration.ofSeconds(1), ANY_RATE),
                System::nanoTime);
        Peer peer = new Peer(server.port(), 4096)) {
      peer.send(GET_LARGE.repeat(asked));
      eventually(peer::isClosedByServer, isClosed -> isClosed);
      assertThat(server.largeResponses).hasValueBetween(1, 30);
    }
  }

  @Test
  void aResponseMustLeaveAtTheMinimumRate() {
    var rate = new MinimumRate(100_000, LIMIT);
    try (var server = server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, rate), time)) {
      try (Peer reading = server.connect()) {
        // Each response by itself.
        for (int i = 0; i < 100; i++) {
          reading.send(GET_LARGE);
          time.advance(LESS);
          assertThat(reading.read().status()).isEqualTo(200);
        }
      }
      try (Peer slow = new Peer(server.port(), 4096);
          Peer idle = server.connect()) {
        slow.send(GET_LARGE.repeat(100));
        time.advance(LESS);
        assertThat(idle.isQuietFor(LOOK_AT_RATE)).isTrue();
        assertThat(slow.isClosedByServer()).isFalse();
        eventually(
            () -> {
              time.advance(LESS);
              return slow.isClosedByServer();
            },
            isClosed -> isClosed);
      }
    }
  }

  @Test
  void whenThereAreTooManyConnectionsTheLongestIdleOneMakesRoom() {
    try (var server = server(ClientTimes.DEFAULT, 3, time);
        Peer first = server.connect()) {
      assertThat(first.send(WHO).read().status()).isEqualTo(200);
      // It waits, reads, waits, writes, and waits again.
      time.awaitLooks(5);
      try (Peer second = server.connect()) {
        int looks = time.looks();
        second.send("GET /api/who HTT");
        time.awaitLooks(looks + 2);
        // From here on the first has been idle for longer than whoever comes next.
        time.advance(PAUSE);
        looks = time.looks();
        try (Peer third = server.connect()) {
          time.awaitLooks(looks + 1);
          time.advance(PAUSE);
          try (Peer fourth = server.connect()) {
            assertThat(fourth.send(WHO).read().status()).isEqualTo(200);
            assertThat(first.rest()).isEmpty();
            assertThat(second.send("P/1.1\r\n" + EdgeServer.MIKE + "\r\n").read().status())
                .as("in the middle of a request")
                .isEqualTo(200);
            assertThat(third.rest()).as("for whoever comes next").isEmpty();
          }
        }
      }
    }
  }

  /** However a client keeps the server waiting: within a head, a body or a response. */
  @Test
  void whenThereAreTooManyConnectionsSlowClientsMakeRoom() {
    try (var server =
            server(new ClientTimes(NEVER, NEVER, NEVER, NEVER, ANY_RATE), 3, System::nanoTime);
        Peer inHead = server.connect();
        Peer inBody = server.connect();
        Peer inResponse = new Peer(server.port(), 4096)) {
      inHead.send("GET /api/who HTT");
      inBody.send(echo(500) + "x");
      inResponse.send(GET_LARGE.repeat(100));
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

  /** Does this again and again until the server has closed the connection. */
  private static void untilClosed(Peer peer, Runnable step) {
    eventually(
        () -> {
          step.run();
          return peer.isQuietFor(Duration.ofMillis(1));
        },
        isOpen -> !isOpen);
  }

  private static EdgeServer server(ClientTimes times, LongSupplier nanoTime) {
    return server(times, HttpLimits.DEFAULT.maxConnections(), nanoTime);
  }

  private static EdgeServer server(ClientTimes times, int maxConnections, LongSupplier nanoTime) {
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
            usual.streams()),
        nanoTime);
  }

  private static String echo(int length) {
    return "POST /api/echo HTTP/1.1\r\n"
        + EdgeServer.MIKE
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }
}
