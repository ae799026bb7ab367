package io.flowforge.cli.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.flowforge.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health check of the image, against a server that has one state or another. */
class HealthCheckScriptTest {

  private static final String BODY = "{\"status\":\"down\",\"checks\":{\"mongo\":\"down\"}}";

  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          byte[] body = BODY.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The result of the script; the output is what Docker keeps. */
  private record Health(int exitCode, String out) {}

  private static Health check(Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder(new DeployedFile("deploy/image/healthy").path().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Health(process.waitFor(), out);
  }

  private String port() {
    return Integer.toString(server.getAddress().getPort());
  }

  @Test
  void aServerThatIsReadyIsHealthy() throws Exception {
    assertThat(check(Map.of("FLOWFORGE_MANAGEMENT_PORT", port()))).isEqualTo(new Health(0, ""));
  }

  @Test
  void aServerThatIsNotReadyIsNotAndTheReasonIsShown() throws Exception {
    status = 503;
    Health health = check(Map.of("FLOWFORGE_MANAGEMENT_PORT", port()));
    assertThat(health.exitCode()).isEqualTo(1);
    assertThat(health.out()).contains(BODY);
  }

  @Test
  void withoutAManagementPortThePortOfTheApiIsAsked() throws Exception {
    assertThat(check(Map.of("FLOWFORGE_MANAGEMENT_PORT", "0", "FLOWFORGE_PORT", port())).exitCode())
        .isZero();
    assertThat(check(Map.of("FLOWFORGE_MANAGEMENT_PORT", "0", "PORT", port())).exitCode()).isZero();
  }

  @Test
  void aServerThatDoesNotListenIsNotHealthy() throws Exception {
    String free = Integer.toString(FreePort.find());
    assertThat(check(Map.of("FLOWFORGE_MANAGEMENT_PORT", free)).exitCode()).isEqualTo(1);
  }
}
