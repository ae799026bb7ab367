package io.flowforge.server.edge.request;

import io.helidon.webserver.CloseConnectionException;
import java.util.Arrays;

/** The bytes of a connection, one at a time or in blocks. Not thread-safe. */
public final class Input {

  private static final int BLOCK_BYTES = 4 * 1024;

  private final ByteSource source;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int position;
  private int limit;

  public Input(ByteSource source) {
    this.source = source;
  }

  /**
   * Returns the next byte, 0 to 255.
   *
   * @throws CloseConnectionException if the client sends no more bytes
   */
  int next() {
    ensureAvailable();
    return block[position++] & 0xff;
  }

  /** Returns at least one byte and at most this many. */
  byte[] take(long max) {
    ensureAvailable();
    int end = (int) Math.min(limit, position + max);
    byte[] taken = Arrays.copyOfRange(block, position, end);
    position = end;
    return taken;
  }

  /** Returns the number of bytes that can be read without waiting. */
  public int available() {
    return limit - position;
  }

  /** Waits until there is a byte to read. */
  public void ensureAvailable() {
    if (position == limit) {
      position = 0;
      limit = 0;
      int count = source.read(block);
      if (count < 0) {
        throw new CloseConnectionException("the client sends no more bytes");
      }
      limit = count;
    }
  }
}
