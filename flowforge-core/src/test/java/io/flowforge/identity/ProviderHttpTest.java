package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a call to the identity provider. */
class ProviderHttpTest {

  private static final int MAX_BYTES = 256 * 1024;

  private final CountDownLatch closing = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/bytes/", ProviderHttpTest::sendBytes);
    server.createContext("/stalled", this::stall);
    server.start();
  }

  @AfterEach
  void close() {
    closing.countDown();
    server.stop(0);
  }

  @Test
  void aResponseOfTheMaximumSizeIsAccepted() {
    assertThat(get("/bytes/" + MAX_BYTES, Duration.ofSeconds(10)).body()).hasSize(MAX_BYTES);
  }

  @Test
  void aLargerResponseIsNot() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> get("/bytes/" + (MAX_BYTES + 1), Duration.ofSeconds(10)));
  }

  /** The client's own timeout would end with the headers. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theTimeoutCoversTheBody() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> get("/stalled", Duration.ofMillis(300)))
        .withMessage("the identity provider is not responding; retry in a few seconds");
  }

  @Test
  void connectingHasItsOwnTimeoutAndNoRedirectIsFollowed() {
    try (var http = new ProviderHttp(Json.mapper(), Duration.ofSeconds(5))) {
      assertThat(http.client().connectTimeout()).contains(Duration.ofSeconds(3));
      assertThat(http.client().followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    }
  }

  private ProviderResponse get(String path, Duration timeout) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    try (var http = new ProviderHttp(Json.mapper(), timeout)) {
      return http.send(HttpRequest.newBuilder(uri));
    }
  }

  private static void sendBytes(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      int size = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
      // Without a length, so that the client has to count.
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void stall(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      closing.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
