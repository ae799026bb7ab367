package io.flowforge.server.edge;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.http.HttpLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As many clients without a token as there are slots; other clients must not notice them. */
class HostileClientsTest {

  private static final int STRANGERS = HttpLimits.DEFAULT.maxConcurrentRequests();
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final EdgeServer server = new EdgeServer();
  private final List<Peer> strangers = new ArrayList<>();
  private int lastBegun;
  private int looksAtTheSame;

  @AfterEach
  void close() {
    strangers.forEach(Peer::close);
    server.close();
  }

  @Test
  void strangersThatAreRefusedAndSendSlowlyKeepNobodyOut() {
    for (String path : List.of("/api/echo", "/large", "/api/nothing", "/nothing")) {
      for (int i = 0; i < STRANGERS / 4; i++) {
        Peer peer = stranger(0);
        peer.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nx");
      }
    }
    for (Peer peer : strangers) {
      assertThat(peer.read().status()).isIn(401, 404, 405);
    }

    assertOthersAreServed();
  }

  @Test
  void strangersThatSendTheirHeadsSlowlyKeepNobodyOut() {
    for (int i = 0; i < STRANGERS; i++) {
      stranger(0).send("GET /api/who HTTP/1.1\r\nHost: x\r\nX: y");
    }

    assertOthersAreServed();
  }

  @Test
  void strangersThatDoNotReadKeepNobodyOut() {
    for (int i = 0; i < STRANGERS; i++) {
      stranger(4096).send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
    }
    eventually(this::isStuck, isStuck -> isStuck);

    assertOthersAreServed();
  }

  /** Returns whether no response to a stranger has begun for a while. */
  private boolean isStuck() {
    int begun = server.largeResponses.get();
    looksAtTheSame = begun == lastBegun ? looksAtTheSame + 1 : 0;
    lastBegun = begun;
    return begun >= STRANGERS && looksAtTheSame > 20;
  }

  private void assertOthersAreServed() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      try (Peer mike = server.connect()) {
        assertThat(
                mike.send("GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n").read().status())
            .isEqualTo(200);
        assertThat(mike.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").read().status())
            .isEqualTo(200);
      }
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    assertThat(Collections.min(times)).isLessThan(AT_ONCE);
  }

  private Peer stranger(int receiveBufferBytes) {
    Peer peer = new Peer(server.port(), receiveBufferBytes);
    strangers.add(peer);
    return peer;
  }
}
