package io.flowforge.server.edge.request;

import java.nio.charset.StandardCharsets;

/**
 * A chunked request body (RFC 9112, section 7.1). Extensions and trailers are read, limited and
 * discarded. Chunks of any size become small ones, because Helidon holds a whole chunk in memory.
 */
public final class ChunkedBody implements RequestBody {

  /** The size of all extensions of a body. */
  static final int MAX_EXTENSION_BYTES = 8 * 1024;

  /** The size of all trailers of a body, with their line ends. */
  static final int MAX_TRAILER_BYTES = 8 * 1024;

  /** The number of hexadecimal digits that always fit into 63 bits. */
  private static final int MAX_SIZE_DIGITS = 15;

  private static final int LINE_END = 2;
  private static final String END = "0\r\n\r\n";

  private final Input input;
  private final Lines lines;
  private int extensionBytesLeft = MAX_EXTENSION_BYTES;
  private long left;
  private boolean isAfterData;
  private boolean isRead;

  public ChunkedBody(Input input, Lines lines) {
    this.input = input;
    this.lines = lines;
  }

  @Override
  public boolean isRead() {
    return isRead;
  }

  /** Returns whether the body is read, because the size of the rest is unknown before. */
  @Override
  public boolean isNearlyRead() {
    return isRead;
  }

  @Override
  public byte[] next() {
    if (left == 0) {
      if (isAfterData) {
        lines.expectEnd();
        isAfterData = false;
      }
      left = size();
      if (left == 0) {
        readTrailers();
        isRead = true;
        return END.getBytes(StandardCharsets.US_ASCII);
      }
    }
    byte[] data = input.take(left);
    left -= data.length;
    isAfterData = left == 0;
    return chunk(data);
  }

  private long size() {
    String line = lines.read(MAX_SIZE_DIGITS + extensionBytesLeft, ChunkedBody::extensionsTooLong);
    int digits = 0;
    while (digits < line.length() && isHexDigit(line.charAt(digits))) {
      digits++;
    }
    String extension = line.substring(digits);
    if (digits == 0 || !(extension.isEmpty() || Field.withoutBlanks(extension).startsWith(";"))) {
      throw FramingException.malformed("a chunk has no valid size; use hexadecimal digits only");
    }
    if (digits > MAX_SIZE_DIGITS) {
      throw FramingException.malformed("a chunk size has more than " + MAX_SIZE_DIGITS + " digits");
    }
    extensionBytesLeft -= extension.length();
    if (extensionBytesLeft < 0) {
      throw extensionsTooLong();
    }
    return Long.parseLong(line.substring(0, digits), 16);
  }

  private void readTrailers() {
    int bytesLeft = MAX_TRAILER_BYTES;
    for (String line = lines.read(bytesLeft - LINE_END, ChunkedBody::trailersTooLong);
        !line.isEmpty();
        line = lines.read(bytesLeft - LINE_END, ChunkedBody::trailersTooLong)) {
      Field.parse(line);
      bytesLeft -= line.length() + LINE_END;
    }
  }

  private static FramingException extensionsTooLong() {
    return FramingException.malformed(
        "the chunk extensions are longer than " + MAX_EXTENSION_BYTES + " bytes");
  }

  private static FramingException trailersTooLong() {
    return FramingException.malformed(
        "the trailers are longer than " + MAX_TRAILER_BYTES + " bytes");
  }

  private static byte[] chunk(byte[] data) {
    byte[] size = (Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + data.length + LINE_END];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(data, 0, chunk, size.length, data.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }

  private static boolean isHexDigit(char character) {
    return character < 0x80 && Character.digit(character, 16) >= 0;
  }
}
