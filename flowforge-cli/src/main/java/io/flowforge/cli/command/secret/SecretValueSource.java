package io.flowforge.cli.command.secret;

import io.flowforge.error.InvalidException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The value of a secret, which somebody types or another program writes; never an argument. */
final class SecretValueSource {

  /** More than a server accepts, so that the server says so. */
  private static final int MAX_BYTES = 64 * 1024;

  private final @Nullable Console console;
  private final InputStream input;

  /**
   * @param console what somebody sits at; null if nobody does
   * @param input what another program writes to
   */
  SecretValueSource(@Nullable Console console, InputStream input) {
    this.console = console;
    this.input = input;
  }

  /** Returns the source of this process. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25, it is null again without a terminal
  static SecretValueSource ofProcess() {
    Console console = System.console();
    return new SecretValueSource(
        console != null && console.isTerminal() ? console : null, System.in);
  }

  /**
   * Returns what somebody types without seeing it, or else the whole standard input without its
   * last line break.
   *
   * @throws InvalidException if there is nothing, or too much
   */
  String read(String name) {
    String value = console == null ? written() : typed(console, name);
    if (value.isEmpty()) {
      throw new InvalidException(
          "the value is missing: type it, or write it to the standard input, as in 'flowforge secret"
              + " set %s < token.txt'".formatted(name));
    }
    return value;
  }

  private static String typed(Console console, String name) {
    char[] typed = console.readPassword("Value of %s: ", name);
    if (typed == null) {
      return "";
    }
    String value = new String(typed).strip();
    Arrays.fill(typed, ' ');
    return value;
  }

  private String written() {
    try {
      byte[] bytes = input.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidException(
            "the standard input has more than %d bytes; a secret has at most 8192"
                .formatted(MAX_BYTES));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
      return text.substring(0, text.length() - end);
    } catch (CharacterCodingException e) {
      throw new InvalidException(
          "the standard input is not text in UTF-8; encode binary secrets, as in 'base64 FILE'");
    } catch (IOException e) {
      throw new InvalidException("cannot read the value from the standard input: " + e);
    }
  }
}
