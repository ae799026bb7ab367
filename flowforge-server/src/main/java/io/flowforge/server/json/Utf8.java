package io.flowforge.server.json;

import io.flowforge.error.InvalidException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks the encoding of a body. Jackson also reads UTF-16, UTF-32 and some invalid UTF-8. */
final class Utf8 {

  private static final int BLOCK = 4 * 1024;

  private Utf8() {}

  /** Refuses UTF-16 and UTF-32. */
  static void requireNoNul(byte[] json) {
    for (byte next : json) {
      if (next == 0) {
        throw new InvalidException("the request body must be JSON in UTF-8");
      }
    }
  }

  /** Refuses bytes that are not UTF-8, such as an overlong encoding. */
  static void requireValid(byte[] json) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(json);
    CharBuffer ignored = CharBuffer.allocate(BLOCK);
    CoderResult result;
    do {
      ignored.clear();
      result = decoder.decode(bytes, ignored, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new InvalidException(
          "the request body must be JSON in UTF-8; byte %d is not".formatted(bytes.position() + 1));
    }
  }
}
