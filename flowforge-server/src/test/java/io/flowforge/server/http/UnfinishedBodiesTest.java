package io.flowforge.server.http;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.KeptConnection;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies that the server does not read to the end, or that the client does not finish. */
class UnfinishedBodiesTest {

  private static final int MEBIBYTE = 1024 * 1024;

  /** One request at a time: the next one is answered once the one before is over. */
  private final TestServer server =
      new TestServer(Map.of("FLOWFORGE_MAX_CONCURRENT_REQUESTS", "1"));

  private final int port = server.server.port();
  private final String head =
      "Host: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
          + server.issuer.tokenFor("auth0|mike")
          + "\r\n";
  private final Logger root = Logger.getLogger("");
  private final Records records = new Records();

  @BeforeEach
  void listen() {
    root.addHandler(records);
  }

  @AfterEach
  void close() {
    root.removeHandler(records);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {MEBIBYTE + 1, 3 * MEBIBYTE, 8 * MEBIBYTE})
  void aClientThatSendsTooLargeABodyReadsTheResponseAndContinues(int size) throws IOException {
    try (var connection = new KeptConnection(port)) {
      for (String framing :
          List.of("Content-Length: " + size + "\r\n", "Transfer-Encoding: chunked\r\n")) {
        String body = "x".repeat(size);
        RawConnection.Answer answer =
            connection.exchange(
                "POST /api/thing HTTP/1.1\r\n" + head + framing,
                framing.startsWith("C") ? body : inChunks(body));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("\"the request body is too large\"");
        assertThat(answer.header("Access-Control-Allow-Origin")).isNotEmpty();
      }
      assertThat(connection.exchange("GET /api/whoami HTTP/1.1\r\n" + head, "").status())
          .isEqualTo(200);
      assertThat(connection.connections()).as("each refusal ends one").isEqualTo(3);
    }
  }

  @Test
  void aClientThatAsksToCloseReadsTheResponseToo() throws IOException {
    try (var connection = new KeptConnection(port)) {
      RawConnection.Answer answer =
          connection.exchange(
              "POST /api/thing HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n%s"
                  .formatted(3 * MEBIBYTE, head),
              "x".repeat(3 * MEBIBYTE));

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void aClientThatExpects100ContinueSendsNoBody() throws IOException {
    try (var connection = new KeptConnection(port)) {
      RawConnection.Answer answer =
          connection.exchange(
              "POST /api/thing HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: %d\r\n%s"
                  .formatted(1000 * MEBIBYTE, head),
              "");

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 500\r\n\r\n{\"name\": \"x",
        "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\n",
        "Transfer-Encoding: chunked\r\n\r\n500\r\n{\"nam",
        "Content-Length: 500\r\n\r\n"
      })
  void aClientThatLeavesInTheMiddleIsNoErrorOfOurs(String start) throws IOException {
    for (boolean isAbrupt : List.of(false, true)) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (isAbrupt) {
          socket.setSoLinger(true, 0);
        }
        socket
            .getOutputStream()
            .write(
                ("POST /api/thing HTTP/1.1\r\n" + head + start)
                    .getBytes(StandardCharsets.US_ASCII));
      }
      eventually(() -> server.mike().get("/api/whoami").status(), status -> status == 200);
    }

    assertThat(records.ofOurs()).isEmpty();
  }

  private static String inChunks(String body) {
    var chunks = new StringBuilder();
    for (int at = 0; at < body.length(); at += 50_000) {
      String chunk = body.substring(at, Math.min(at + 50_000, body.length()));
      chunks.append("%x\r\n".formatted(chunk.length())).append(chunk).append("\r\n");
    }
    return chunks + "0\r\n\r\n";
  }

  /** The warnings and errors in the log. */
  private static final class Records extends Handler {

    private final List<String> messages = new CopyOnWriteArrayList<>();

    List<String> ofOurs() {
      return messages;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() > java.util.logging.Level.INFO.intValue()) {
        messages.add(record.getLoggerName() + " " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
