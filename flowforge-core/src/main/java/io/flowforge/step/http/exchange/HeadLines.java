package io.flowforge.step.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the lines of the head of a response, within limits. */
final class HeadLines {

  /** The maximum length of a line that is kept, in bytes, without its line break. */
  static final int MAX_LINE = 16 * 1024;

  /** The maximum length of a head that is read to its end, in bytes. */
  private static final int MAX_HEAD = 256 * 1024;

  /**
   * One line, decoded as ISO 8859-1.
   *
   * @param isWhole whether the line was within the limit and has a line break
   */
  record Line(String text, boolean isWhole) {}

  private final SessionInputBuffer buffer;
  private final InputStream in;
  private int read;
  private @Nullable IOException failure;

  HeadLines(SessionInputBuffer buffer, InputStream in) {
    this.buffer = buffer;
    this.in = in;
  }

  /**
   * Returns the next line; null after the end of the stream, after a failure, and at the maximum
   * length of a head.
   *
   * @throws IOException if reading fails before anything was read
   */
  @Nullable Line next() throws IOException {
    var text = new StringBuilder();
    boolean isTooLong = false;
    while (true) {
      int next = nextByte();
      if (next < 0) {
        return text.isEmpty() ? null : new Line(text.toString(), false);
      }
      if (next == '\n') {
        return new Line(withoutReturn(text), !isTooLong);
      }
      // One more, for the CR.
      if (text.length() <= MAX_LINE) {
        text.append((char) next);
      } else {
        isTooLong = true;
      }
    }
  }

  /** Returns the failure that ended the head. */
  IOException failure() {
    return failure == null ? new ConnectionClosedException() : failure;
  }

  private int nextByte() throws IOException {
    if (failure != null || read == MAX_HEAD) {
      return -1;
    }
    try {
      int next = buffer.read(in);
      read++;
      return next;
    } catch (IOException e) {
      if (read == 0) {
        throw e;
      }
      failure = e;
      return -1;
    }
  }

  private static String withoutReturn(StringBuilder text) {
    int last = text.length() - 1;
    return last >= 0 && text.charAt(last) == '\r' ? text.substring(0, last) : text.toString();
  }
}
