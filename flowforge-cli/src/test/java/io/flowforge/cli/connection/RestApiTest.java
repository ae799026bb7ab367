package io.flowforge.cli.connection;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.cli.connection.stream.EventStreamException;
import io.flowforge.cli.connection.stream.EventStreamException.Remedy;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.cli.connection.stream.ReceivedEvent;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import io.flowforge.testing.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API as a server, or something else at its address, responds. */
class RestApiTest {

  private static final ApiPath PATH = ApiPath.of("service_request", "a/b ü").with("org_id", 1);

  /** More than anything takes that is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<HttpExchange> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private RestApi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    api = api(Duration.ofSeconds(30));
  }

  private RestApi api(Duration timeout) {
    return new RestApi(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        () -> "token",
        Json.mapper(),
        timeout);
  }

  @AfterEach
  void stop() {
    end.countDown();
    api.close();
    server.stop(0);
  }

  @Test
  void encodesPathsAndSendsTheToken() {
    respond(200, "{\"a\": 1}");
    assertThat(api.post(PATH, JsonNodeFactory.instance.objectNode()).path("a").asInt()).isOne();
    HttpExchange call = calls.getFirst();
    assertThat(call.getRequestURI()).hasToString("/api/service_request/a%2Fb%20%C3%BC?org_id=1");
    assertThat(call.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer token");
    assertThat(call.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidException",
    "401, ForbiddenException",
    "403, ForbiddenException",
    "404, NotFoundException",
    "409, ConflictException",
    "413, InvalidException",
    "429, UnavailableException",
    "500, UnavailableException",
    "503, UnavailableException"
  })
  void throwsWhatTheCoreWouldThrow(int status, String exception) {
    respond(
        status,
        "{\"message\": \"no\", \"code\": %d, \"details\": [\"a\", {\"b\": 1}]}".formatted(status));
    assertThatThrownBy(() -> api.get(PATH))
        .hasMessageStartingWith("no")
        .satisfies(thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception))
        .satisfies(
            thrown -> {
              if (thrown instanceof InvalidException invalid) {
                assertThat(invalid.details()).containsExactly("a", "{\"b\":1}");
              }
            });
  }

  @Test
  void saysHowToSignInAgain() {
    respond(401, "{\"message\": \"invalid access token: expired\", \"code\": 401}");
    assertThatThrownBy(() -> api.get(PATH))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("expired; sign in again: flowforge login --server http://127.0.0.1:");
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html>Welcome</html>, InvalidException",
    "404, <html>Not found</html>, InvalidException",
    "200, '{\"a\": ', InvalidException",
    "502, <html>Bad gateway</html>, UnavailableException",
    "429, slow down, UnavailableException"
  })
  void recognizesWhatIsNoFlowforgeServer(int status, String body, String exception) {
    respond(status, body);
    assertThatThrownBy(() -> api.get(PATH))
        .hasMessageContaining(server.getAddress().getPort() + " responded with")
        .satisfies(thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(exception));
  }

  @Test
  void takesTheTokenNowhereElse() {
    server.createContext("/elsewhere", exchange -> send(exchange, 200, "{}"));
    server.createContext(
        "/api",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          send(exchange, 302, "");
        });
    assertThatThrownBy(() -> api.get(PATH))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("redirects to /elsewhere");
    assertThat(calls).hasSize(1);
  }

  @Test
  void doesNotWaitForARestThatNeverComes() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await(end);
        });
    try (RestApi impatient = api(Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> impatient.get(PATH))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("no response within 2 s");
    }
  }

  @Test
  void doesNotReadWithoutEnd() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
          try (OutputStream body = exchange.getResponseBody()) {
            while (end.getCount() > 0) {
              body.write(blanks);
            }
          }
        });
    assertThatThrownBy(() -> api.get(PATH)).isInstanceOf(UnreachableException.class);
  }

  @Test
  void opensStreamsWithATokenOfThatTimeAndTheLastEventId() throws Exception {
    var tokens = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          send(exchange, 200, "data: one\n\ndata: cut off");
        });
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var renewing = new RestApi(url, () -> "t" + tokens.incrementAndGet(), Json.mapper())) {
      for (String id : List.of("", "7.9")) {
        try (OpenEventStream stream = renewing.events(PATH, id)) {
          assertThat(stream.next(PATIENCE)).contains(new ReceivedEvent("message", "one", ""));
          assertThatThrownBy(() -> stream.next(PATIENCE))
              .isInstanceOfSatisfying(
                  EventStreamException.class,
                  e -> assertThat(e.remedy()).isEqualTo(Remedy.RECONNECT));
        }
      }
    }
    assertThat(calls.stream().map(call -> call.getRequestHeaders().getFirst("Authorization")))
        .containsExactly("Bearer t1", "Bearer t2");
    assertThat(calls.get(0).getRequestHeaders().containsKey("Last-Event-ID")).isFalse();
    assertThat(calls.get(1).getRequestHeaders().getFirst("Last-Event-ID")).isEqualTo("7.9");
    assertThat(calls.get(1).getRequestHeaders().getFirst("Accept")).isEqualTo("text/event-stream");
  }

  @Test
  void aStreamWithoutATokenEndsAndDoesNotThrowElsewhere() throws Exception {
    try (var signedOut =
            new RestApi(
                URI.create("http://127.0.0.1:1"),
                () -> {
                  throw new ForbiddenException("sign in again");
                },
                Json.mapper());
        OpenEventStream stream = signedOut.events(PATH, "")) {
      assertThatThrownBy(() -> stream.next(PATIENCE))
          .isInstanceOfSatisfying(
              EventStreamException.class, e -> assertThat(e.remedy()).isEqualTo(Remedy.WAIT))
          .hasMessageContaining("sign in again");
    }
  }

  @Test
  void aStreamThatIsClosedEndsItsConnection() throws Exception {
    var ended = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
              body.write(": keep-alive\n".getBytes(StandardCharsets.UTF_8));
              body.flush();
            }
          } finally {
            ended.countDown();
          }
        });
    try (OpenEventStream stream = api.events(PATH, "")) {
      eventually(stream::heard, heard -> heard > 0);
      assertThat(stream.silence()).isLessThan(PATIENCE);
    }
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void namesAServerThatIsDown() {
    int port = FreePort.find();
    try (var down = new RestApi(URI.create("http://127.0.0.1:" + port), () -> "t", Json.mapper())) {
      assertThatThrownBy(() -> down.get(PATH))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContainingAll(
              "cannot reach the server at http://127.0.0.1:" + port, "refused");
    }
  }

  private void respond(int status, String body) {
    server.createContext("/", exchange -> send(exchange, status, body));
  }

  private void send(HttpExchange exchange, int status, String body) throws IOException {
    calls.add(exchange);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
