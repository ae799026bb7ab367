package io.flowforge.cli.files;

import io.flowforge.error.InvalidException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file that a command is given, or its standard input. */
public final class InputFile {

  /** As large as a request body that the server accepts. */
  private static final int MAX_BYTES = 1024 * 1024;

  private InputFile() {}

  /**
   * Returns the text, without a byte order mark.
   *
   * @param file {@code -} for standard input
   * @throws InvalidException if it cannot be read, is too large, or is not UTF-8
   */
  public static String read(String file) {
    try (InputStream content =
        file.equals("-")
            ? new FileInputStream(FileDescriptor.in)
            : Files.newInputStream(Path.of(file))) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidException(file + ": larger than 1 MiB, which no server accepts");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new InvalidException(file + ": not UTF-8; save it in that encoding");
    } catch (IOException _) {
      throw new InvalidException(file + ": cannot be read; name a file that you may read");
    }
  }
}
