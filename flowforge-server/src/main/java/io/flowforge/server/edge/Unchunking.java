package io.flowforge.server.edge;

/**
 * Decodes a chunked response body of Helidon for clients that do not support chunks. The chunks are
 * well-formed, but a write may end anywhere within one. Not thread-safe.
 */
final class Unchunking implements ByteSink {

  private enum Place {
    SIZE,
    DATA,
    END
  }

  private final ByteSink next;
  private Place place = Place.SIZE;
  private int left;
  private boolean isInSize;

  Unchunking(ByteSink next) {
    this.next = next;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int position = offset;
    int end = offset + length;
    while (position < end && place != Place.END) {
      if (place == Place.DATA) {
        int count = Math.min(left, end - position);
        next.write(bytes, position, count);
        left -= count;
        position += count;
        if (left == 0) {
          place = Place.SIZE;
        }
      } else {
        readSize(bytes[position]);
        position++;
      }
    }
  }

  /** Reads a byte of a size line, or of the empty line that the end of the data before leaves. */
  private void readSize(byte next) {
    if (next == '\n') {
      if (isInSize) {
        isInSize = false;
        place = left == 0 ? Place.END : Place.DATA;
      }
    } else if (next != '\r') {
      isInSize = true;
      left = left * 16 + Character.digit(next, 16);
    }
  }
}
