package io.flowforge.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends an answer that never ends: slowly, always before a read times out, or fast. */
final class EndlessTarget implements AutoCloseable {

  private final ServerSocket server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private final byte[] piece;
  private final Duration pause;

  private EndlessTarget(int size, Duration pause) {
    this.piece = new byte[size];
    this.pause = pause;
    try {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::send);
  }

  static EndlessTarget slow() {
    return new EndlessTarget(1, Duration.ofMillis(50));
  }

  static EndlessTarget fast() {
    return new EndlessTarget(1 << 16, Duration.ZERO);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send() {
    try (Socket socket = server.accept()) {
      var out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        out.write(piece);
        out.flush();
      }
    } catch (IOException e) {
      // The caller gave up, as it should.
      closed.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
