package io.flowforge.seed.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text file in UTF-8, with or without a byte order mark. */
final class Utf8File {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Utf8File() {}

  /**
   * Reads the text of a file; empty, with a problem reported, if that fails.
   *
   * @param place the file as problems name it
   * @param maxBytes the maximum size of the file
   */
  static Optional<String> read(Path file, String place, int maxBytes, Problems problems) {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        problems.add(
            place, "larger than %d MB; split the data into several runs".formatted(maxBytes >> 20));
        return Optional.empty();
      }
      return decoded(bytes, place, problems);
    } catch (IOException e) {
      problems.add(place, "cannot be read; make it a file that this user may read");
      return Optional.empty();
    }
  }

  private static Optional<String> decoded(byte[] bytes, String place, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    // A new decoder stops at malformed input and reports it.
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      int line = 1 + (int) out.flip().chars().filter(character -> character == '\n').count();
      problems.add(place + ":" + line, "not UTF-8; save the file in that encoding");
      return Optional.empty();
    }
    String text = out.flip().toString();
    return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }
}
