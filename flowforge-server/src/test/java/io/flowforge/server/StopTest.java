package io.flowforge.server;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The beginning and the end of a server. */
class StopTest {

  /** Not the common pool, which has one thread on two processors. */
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @Test
  void finishesWhatIsInFlight() throws Exception {
    var server = new TestServer();
    Client mike = server.mike();
    var inFlight = CompletableFuture.supplyAsync(() -> mike.get("/api/hold"), THREADS);
    server.echo.entered.acquire();
    var stopped = CompletableFuture.runAsync(server.server::close, THREADS);

    // No longer listening, and still at work.
    assertThatThrownBy(
            () -> {
              while (true) {
                new RawConnection(server.server.port()).send("GET / HTTP/1.1");
              }
            })
        .isInstanceOf(RuntimeException.class);
    assertThat(inFlight.isDone()).isFalse();

    server.echo.gate.countDown();
    assertThat(inFlight.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    stopped.get(20, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void waitsNoLongerThanItsLimit() throws Exception {
    var server = new TestServer(Map.of("FLOWFORGE_STOP_TIMEOUT_SECONDS", "1"));
    Client mike = server.mike();
    var inFlight = CompletableFuture.supplyAsync(() -> mike.get("/api/hold"), THREADS);
    server.echo.entered.acquire();
    long begin = System.nanoTime();

    CompletableFuture.runAsync(server.server::close, THREADS).get(20, TimeUnit.SECONDS);

    assertThat(inFlight.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(990), Duration.ofSeconds(10));
    server.close();
  }

  @Test
  void saysThatAPortIsTaken() {
    try (var first = new TestServer()) {
      String port = Integer.toString(first.server.port());

      assertThatThrownBy(() -> new TestServer(Map.of("PORT", port)))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("PORT");
      assertThat(first.mike().get("/api/whoami").status()).isEqualTo(200);
    }
  }

  @Test
  void saysThatAHostIsNotOneOfThisMachine() {
    assertThatThrownBy(() -> new TestServer(Map.of("FLOWFORGE_HOST", "192.0.2.1")))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("FLOWFORGE_HOST");
  }

  @Test
  void aStartThatFailsLeavesNoConnectionsToTheIssuer() {
    long before = clientThreads();
    try (var issuer = new TestIssuer()) {
      Map<String, String> environment = new HashMap<>(issuer.environment());
      environment.put("FLOWFORGE_HOST", "127.0.0.1");
      ServerConfig usual = ServerConfig.from(environment);
      var config =
          new ServerConfig(
              usual.host(), 70_000, 0, usual.cors(), usual.limits(), usual.issuer(), true);

      assertThatThrownBy(
              () ->
                  FlowforgeServer.start(
                      config,
                      new JsonBodies(Json.mapper()),
                      List.of(),
                      Map.of(),
                      new Measurements(),
                      InstantSource.system()))
          .isInstanceOf(RuntimeException.class);

      eventually(StopTest::clientThreads, count -> count <= before);
    }
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient-"))
        .count();
  }
}
