package io.flowforge.pipeline.file;

import io.flowforge.error.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The text of a file.
 *
 * @param name the file as messages name it
 */
record SourceText(String name, String text) {

  /** What a server accepts as a request body, by default. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a file in UTF-8.
   *
   * @throws InvalidException if that is not possible
   */
  static SourceText read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidException(file + " is a folder; name a file");
    }
    try (InputStream content = Files.newInputStream(file)) {
      return read(file.toString(), content);
    } catch (NoSuchFileException e) {
      throw new InvalidException("there is no file " + file + "; correct the name");
    } catch (IOException e) {
      throw new InvalidException(file + " cannot be read; make it a file that this user may read");
    }
  }

  static SourceText read(String name, InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new InvalidException(
          "%s has more than %d bytes; shorten its texts, or split the pipeline"
              .formatted(name, MAX_BYTES));
    }
    String text = decoded(name, bytes);
    return new SourceText(name, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  private static String decoded(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    // A new decoder stops at malformed input and reports it; so does the end within a character.
    boolean isBad = StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError();
    String text = out.flip().toString();
    if (isBad) {
      throw new SourceProblems(name)
          .last(
              Position.of(text, text.length()),
              "is not UTF-8; save the file in that encoding (PowerShell: -Encoding utf8)");
    }
    return text;
  }
}
