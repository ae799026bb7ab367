package io.flowforge.step.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A target whose response never ends: slow, but faster than a read timeout, or fast. */
public final class EndlessTarget implements AutoCloseable {

  private final CountDownLatch closed = new CountDownLatch(1);
  private final RawTarget target;

  private EndlessTarget(String beginning, byte[] piece, Duration pause) {
    target = new RawTarget(out -> send(out, beginning, piece, pause));
  }

  /** Never comes to its final response. */
  public static EndlessTarget slow() {
    return slow("", "HTTP/1.1 102 Processing\r\n\r\n");
  }

  /** Continues slowly after a beginning. */
  static EndlessTarget slow(String beginning, String piece) {
    return new EndlessTarget(
        beginning, piece.getBytes(StandardCharsets.US_ASCII), Duration.ofMillis(50));
  }

  /** Has a fast body. */
  static EndlessTarget fast() {
    return new EndlessTarget(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n",
        new byte[1 << 16],
        Duration.ZERO);
  }

  public String url() {
    return target.url();
  }

  @Override
  public void close() {
    closed.countDown();
    target.close();
  }

  private void send(OutputStream out, String beginning, byte[] piece, Duration pause)
      throws IOException {
    out.write(beginning.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        out.write(piece);
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
