package io.flowforge.cli.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A server that gives every request the same response, in this process but with few classes of its
 * own, because they would all be cached.
 */
final class TrainingServer implements AutoCloseable {

  static final String REQUEST = "66b1f0c2a4d5e6f708192a3b";

  private static final String BODY =
      """
      {"service_request": {"id": "66b1f0c2a4d5e6f708192a3b", "pipeline_name": "x", "pipeline_version": 1,
        "user_id": "x|y", "org_id": 1, "status": "Pending", "created_on": "2026-01-01T00:00:00.000Z",
        "last_updated": "2026-01-01T00:00:00.000Z", "remarks": "", "form_data": {"a": ["b"], "c": 1.5}},
       "pipeline": {"id": "66b1f0c2a4d5e6f708192a3c", "pipeline_name": "x", "first_step_name": "s",
        "steps": [{"step_name": "s", "step_type": "API", "next_step_name": "", "is_terminal_step": true}]},
       "steps": {"s": {"name": "s", "status": "Running"}}}
      """;

  private static final byte[] RESPONSE =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;

  private TrainingServer(ServerSocket socket) {
    this.socket = socket;
  }

  static TrainingServer start() throws IOException {
    var server = new TrainingServer(new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1")));
    Thread.ofPlatform().daemon().start(server::serve);
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        respond(socket.accept());
      }
    } catch (SocketException _) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Responds after the head, so that a request with a body would not be answered properly. */
  private static void respond(Socket client) throws IOException {
    try (client) {
      int ends = 0;
      while (ends < 2) {
        int next = client.getInputStream().read();
        if (next < 0) {
          return;
        }
        ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
      }
      client.getOutputStream().write(RESPONSE);
    }
  }
}
