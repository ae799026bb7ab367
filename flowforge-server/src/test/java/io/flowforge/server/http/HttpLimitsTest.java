package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides of every limit: what is just allowed, and what is just too much. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpLimitsTest {

  private static final Map<String, String> SMALL =
      Map.of(
          "FLOWFORGE_MAX_BODY_BYTES", "2048",
          "FLOWFORGE_MAX_HEADER_BYTES", "8192",
          "FLOWFORGE_MAX_REQUEST_LINE_BYTES", "1024");

  private final TestServer server = new TestServer(SMALL);
  private final RawConnection raw = new RawConnection(server.server.port());
  private final String authorization =
      "Authorization: Bearer " + server.issuer.tokenFor("auth0|mike");

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"2047, 200", "2048, 200", "2049, 413"})
  void aBodyMayBeAsLongAsTheLimit(int size, int status) {
    String body = "{\"name\": \"" + "x".repeat(size - 12) + "\"}";
    String head = "POST /api/thing HTTP/1.1\r\nHost: localhost\r\n" + authorization + "\r\n";

    assertThat(
            raw.exchange(head + "Content-Length: %d\r\n\r\n".formatted(body.length()) + body)
                .status())
        .as("with a length")
        .isEqualTo(status);
    assertThat(
            raw.exchange(
                    head
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "400\r\n%s\r\n".formatted(body.substring(0, 1024))
                        + "%x\r\n%s\r\n".formatted(body.length() - 1024, body.substring(1024))
                        + "0\r\n\r\n")
                .status())
        .as("in chunks")
        .isEqualTo(status);
  }

  @Test
  void theDefaultLimitOfABodyIsOneMebibyte() {
    try (var usual = new TestServer()) {
      for (int more = 0; more <= 1; more++) {
        String body = "{\"name\": \"" + "x".repeat(1024 * 1024 - 12 + more) + "\"}";
        assertThat(usual.mike().post("/api/thing", body).status()).isEqualTo(more == 0 ? 200 : 413);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"80, 200", "81, 400"})
  void jsonMayBe80LevelsDeep(int depth, int status) {
    // The object around them is a level, too.
    String body = "{\"more\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";

    Client.Answer answer = server.mike().post("/api/thing", body);

    assertThat(answer.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(answer.message()).startsWith("the request body is nested too deeply");
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, 200", "1025, 414"})
  void aRequestLineMayBeAsLongAsTheLimit(int length, int status) {
    String line = "GET /api/whoami?x= HTTP/1.1";
    String filled = line.replace("x=", "x=" + "y".repeat(length - line.length()));

    assertThat(raw.send(filled, authorization).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"8192, 200", "8193, 431"})
  void headersMayBeAsLongAsTheLimit(int size, int status) {
    // Each with its line end, as RawConnection sends them.
    String others = "Host: localhost\r\n" + authorization + "\r\nConnection: close\r\nX: \r\n";

    assertThat(
            raw.send(
                    "GET /api/whoami HTTP/1.1",
                    authorization,
                    "X: " + "y".repeat(size - others.length()))
                .status())
        .isEqualTo(status);
  }

  @Test
  void asManyRequestsAsTheLimitAreServedAtATime() throws Exception {
    try (var two = new TestServer(Map.of("FLOWFORGE_MAX_CONCURRENT_REQUESTS", "2"))) {
      Client mike = two.mike();
      var first = CompletableFuture.supplyAsync(() -> mike.get("/api/hold").status());
      two.echo.entered.acquire();
      var second = CompletableFuture.supplyAsync(() -> mike.get("/api/hold").status());
      assertThat(two.echo.entered.tryAcquire(20, TimeUnit.SECONDS)).as("two fit").isTrue();

      assertThat(mike.get("/api/whoami").status()).as("a third does not").isEqualTo(503);

      two.echo.gate.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void furtherConnectionsWait() throws Exception {
    try (var one = new TestServer(Map.of("FLOWFORGE_MAX_CONNECTIONS", "1"));
        var second = new KeptConnection(one.server.port())) {
      // In use: an idle connection would be closed to make room.
      Client mike = one.mike();
      var first = CompletableFuture.supplyAsync(() -> mike.get("/api/hold").status());
      one.echo.entered.acquire();
      var waiting = CompletableFuture.supplyAsync(() -> health(second));
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      one.echo.gate.countDown();

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void connectionsUpToTheLimitDoNotWait() throws Exception {
    try (var two = new TestServer(Map.of("FLOWFORGE_MAX_CONNECTIONS", "2"));
        var second = new KeptConnection(two.server.port())) {
      Client mike = two.mike();
      var first = CompletableFuture.supplyAsync(() -> mike.get("/api/hold").status());
      two.echo.entered.acquire();

      eventually(() -> healthOrZero(second), status -> status == 200);

      two.echo.gate.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void aClientMaySendNothingForAsLongAsTheReadTimeout() {
    var variables = new HashMap<>(SMALL);
    variables.put("FLOWFORGE_READ_TIMEOUT_SECONDS", "1");
    try (var strict = new TestServer(variables)) {
      long begin = System.nanoTime();

      RawConnection.Answer answer =
          new RawConnection(strict.server.port()).exchange("GET /api/whoami HTTP/1.1\r\n");

      assertThat(answer.status()).as("closed without a response").isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(990), Duration.ofSeconds(10));
    }
  }

  /** Returns 0 if there is no response. */
  private static int healthOrZero(KeptConnection connection) {
    try {
      return health(connection);
    } catch (UncheckedIOException _) {
      return 0;
    }
  }

  private static int health(KeptConnection connection) {
    try {
      return connection.exchange("GET /api/healthcheck HTTP/1.1\r\nHost: x\r\n", "").status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
