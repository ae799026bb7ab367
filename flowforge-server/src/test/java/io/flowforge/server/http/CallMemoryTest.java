package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.server.memory.CallCost;
import io.flowforge.server.memory.MemoryBudget;
import io.flowforge.server.memory.MemoryBudgets;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.EchoApi;
import io.flowforge.server.testing.RawConnection;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that together would need more memory than there is. */
class CallMemoryTest {

  private final EchoApi echo;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonBodies json = new JsonBodies(Json.mapper());
  private WebServer server;

  CallMemoryTest() {
    echo = new EchoApi(json);
    server = started(2 * CallCost.BASE_BYTES, 256 * 1024, Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    echo.gate.countDown();
    server.stop();
    http.close();
  }

  @Test
  void aCallWithoutMemoryIsToldToComeBack() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> as("mike").get("/api/hold").status());
    echo.entered.acquire();

    Client.Answer second = as("mike").get("/api/whoami");
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.message())
        .isEqualTo("the calls in flight need all of the memory; retry in a second");
    assertThat(second.header("Retry-After")).hasValue("1");
    assertThat(as("mike").send("HEAD", "/api/organization/1/events", "").status())
        .as("opens no stream")
        .isEqualTo(503);
    assertThat(as("ada").get("/api/whoami").status()).as("another caller").isEqualTo(200);
    assertThat(as("").get("/health/live").status()).as("nobody needs memory").isEqualTo(404);

    echo.gate.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
    // The memory is given back after the response has been sent.
    eventually(() -> as("mike").get("/api/whoami").status(), status -> status == 200);
  }

  @Test
  void largeBodiesAreServedOneAfterAnother() throws Exception {
    server.stop();
    server = started(2 * CallCost.BASE_BYTES, 64 * 1024 * 1024, Duration.ofSeconds(30));
    String body = "{\"more\":[" + "{},".repeat(49_000) + "{}]}";
    List<Callable<Integer>> calls =
        IntStream.range(0, 16)
            .<Callable<Integer>>mapToObj(
                i -> () -> as("user" + i).post("/api/thing", body).status())
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBodyThatArrivesSlowlyTakesNoSlotAndNoMemoryOfOthers() throws IOException {
    int length = 100 * 1024;
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.getOutputStream()
          .write(
              ("POST /api/thing HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mike\r\nContent-Length: "
                      + length
                      + "\r\n\r\n{\"name\":\"")
                  .getBytes(StandardCharsets.US_ASCII));
      for (String user : List.of("mike", "ada")) {
        assertThat(as(user).get("/api/whoami").status()).isEqualTo(200);
        assertThat(as(user).post("/api/thing", "{\"name\":\"x\"}").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void bodiesOfOneCallerDoNotKeepOutThoseOfAnother() throws IOException {
    String begin = "{\"name\":\"" + "x".repeat(70 * 1024);
    String head = "POST /api/thing HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mike\r\n";
    try (var slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      slow.getOutputStream()
          .write(
              (head + "Content-Length: 100000\r\n\r\n" + begin)
                  .getBytes(StandardCharsets.US_ASCII));
      String whole = begin + "\"}";

      assertThat(as("ada").post("/api/thing", "{\"name\":\"x\"}").status()).isEqualTo(200);
      // As soon as the slow body has been read.
      RawConnection.Answer refused =
          eventually(
              () ->
                  new RawConnection(server.port())
                      .exchange(head + "Content-Length: " + whole.length() + "\r\n\r\n" + whole),
              answer -> answer.status() == 503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
    }
  }

  private Client as(String user) {
    return new Client(http, server.port(), user);
  }

  private WebServer started(long serving, long receiving, Duration patience) {
    return HttpPipeline.server(
            new CorsPolicy(List.of("*")),
            HttpLimits.DEFAULT,
            new MemoryBudgets(
                new MemoryBudget(receiving, patience), new MemoryBudget(serving, patience)),
            json,
            CallMemoryTest::authenticate,
            List.of(echo),
            List.of(),
            new SimpleMeterRegistry())
        .port(0)
        .address(InetAddress.getLoopbackAddress())
        .build()
        .start();
  }

  private static void authenticate(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    request
        .headers()
        .first(HeaderNames.AUTHORIZATION)
        .map(header -> header.substring("Bearer ".length()))
        .ifPresent(user -> Callers.set(request, new Caller.Person(user)));
    chain.proceed();
  }
}
