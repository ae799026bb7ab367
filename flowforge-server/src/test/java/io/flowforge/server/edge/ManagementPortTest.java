package io.flowforge.server.edge;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.testing.FreePort;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The port for the operators of a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementPortTest {

  private final TestStores stores = new TestStores();
  private final TestIssuer issuer = new TestIssuer();
  private final Measurements measurements = new Measurements();
  private final Flowforge core =
      Flowforge.open(stores.settings(), InstantSource.system(), measurements.registry());

  @AfterAll
  void close() {
    core.close();
    measurements.close();
    stores.close();
    issuer.close();
  }

  @Test
  void probesAndMetricsAreOnBothPortsAndTheApiOnOne() throws IOException {
    core.startWorkers();
    try (FlowforgeServer server = start(Map.of())) {
      int management = server.managementPort().orElseThrow();
      for (int port : List.of(server.port(), management)) {
        assertThat(get(port, "/health/live").status()).isEqualTo(200);
        eventually(
            () -> get(port, "/health/ready").body(), body -> body.contains("\"status\":\"up\""));
        assertThat(get(port, "/metrics").body()).contains("jvm_memory_used_bytes");
        assertThat(get(port, "/health/live").header("X-Request-Id")).isNotEmpty();
      }
      for (String path :
          List.of("/api/healthcheck", "/api/user", "/openapi", "/docs", "/", "/favicon.ico")) {
        assertThat(get(management, path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void itRespondsWhenNobodyElseCanConnect() throws IOException {
    try (FlowforgeServer server = start(Map.of("FLOWFORGE_MAX_CONNECTIONS", "2"));
        Peer first = new Peer(server.port());
        Peer second = new Peer(server.port());
        Peer waiting = new Peer(server.port())) {
      // In the middle of a request, so that neither makes room.
      first.send("GET /health/live HTTP/1.1\r\n");
      second.send("GET /health/live HTTP/1.1\r\n");
      waiting.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      for (int i = 0; i < 10; i++) {
        int management = server.managementPort().orElseThrow();
        assertThat(get(management, "/health/live").status()).isEqualTo(200);
        assertThat(get(management, "/metrics").status()).isEqualTo(200);
      }
      // The first keeps the server waiting for the longest time, so it loses its place.
      assertThat(first.rest()).isEmpty();
      assertThat(waiting.read().status()).isEqualTo(200);
    }
  }

  @Test
  void zeroTurnsItOff() throws IOException {
    try (FlowforgeServer server = start(Map.of("FLOWFORGE_MANAGEMENT_PORT", "0"))) {
      assertThat(server.managementPort()).isEmpty();
      assertThat(get(server.port(), "/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamedAndTheOtherOneGivenBack() throws IOException {
    int api = FreePort.find();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String management = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(
              () ->
                  start(
                      Map.of(
                          "FLOWFORGE_PORT",
                          Integer.toString(api),
                          "FLOWFORGE_MANAGEMENT_PORT",
                          management)))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("port " + management)
          .hasMessageContaining("FLOWFORGE_MANAGEMENT_PORT");
    }
    try (FlowforgeServer server = start(Map.of("FLOWFORGE_PORT", Integer.toString(api)))) {
      assertThat(get(server.port(), "/health/live").status()).isEqualTo(200);
    }
  }

  private FlowforgeServer start(Map<String, String> variables) throws IOException {
    Map<String, String> environment = new HashMap<>(issuer.environment());
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("FLOWFORGE_PORT", "0");
    environment.put("FLOWFORGE_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
    environment.putAll(variables);
    return FlowforgeServer.start(
        ServerConfig.from(environment), core, measurements, InstantSource.system());
  }

  private static Peer.Response get(int port, String path) {
    try (Peer peer = new Peer(port)) {
      return peer.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").read();
    }
  }
}
