package io.flowforge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that asks to close the connection sees it closed (RFC 9112, section 9.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionCloseTest {

  private final TestServer server = new TestServer();
  private final String authorization =
      "Authorization: Bearer " + server.issuer.tokenFor("auth0|mike") + "\r\n";

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/whoami, 200",
    "OPTIONS /api/whoami, 204",
    "GET /api/fail/missing, 404",
    "GET /api/fail/other, 500",
    "GET /api/fail/unavailable, 503",
    "GET /no/such/route, 404",
    "HEAD /api/whoami, 200",
    "DELETE /api/whoami, 405",
  })
  void theConnectionEndsAfterTheResponse(String target, int status) throws IOException {
    String response =
        untilTheEnd(target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + authorization);

    assertThat(response).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "CLOSE", "keep-alive, close", "close, TE"})
  void everySpellingCounts(String value) throws IOException {
    String response =
        untilTheEnd(
            "GET /api/whoami HTTP/1.1\r\nHost: x\r\nConnection: %s\r\n".formatted(value)
                + authorization);

    assertThat(response).startsWith("HTTP/1.1 200").endsWith("\"auth0|mike\"");
  }

  @ParameterizedTest
  @CsvSource({"{\"name\":\"x\"}, 200", "nonsense, 400"})
  void aBodyIsReadBefore(String body, int status) throws IOException {
    String response =
        untilTheEnd(
            "POST /api/thing HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n"
                    .formatted(body.length())
                + authorization,
            body);

    assertThat(response).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void otherwiseTheConnectionIsKept() throws IOException {
    try (var connection = new KeptConnection(server.server.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                connection
                    .exchange("GET /api/whoami HTTP/1.1\r\nHost: x\r\n" + authorization, "")
                    .status())
            .isEqualTo(200);
      }
      assertThat(connection.connections()).isEqualTo(1);
    }
  }

  private String untilTheEnd(String head) throws IOException {
    return untilTheEnd(head, "");
  }

  /** Returns everything that comes until the server closes; fails if it does not. */
  private String untilTheEnd(String head, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
