package io.flowforge.cli.command.account;

import io.flowforge.error.InvalidException;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A secret that somebody types, or that another program writes; never an argument. */
final class SecretSource {

  private static final int MAX_BYTES = 4096;

  private final @Nullable Console console;
  private final InputStream input;

  /**
   * @param console what somebody sits at; null if nobody does
   * @param input what another program writes to
   */
  SecretSource(@Nullable Console console, InputStream input) {
    this.console = console;
    this.input = input;
  }

  /** Returns the source of this process. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25, it is null again without a terminal
  static SecretSource ofProcess() {
    Console console = System.console();
    return new SecretSource(console != null && console.isTerminal() ? console : null, System.in);
  }

  /**
   * Returns the secret.
   *
   * @throws InvalidException if there is none
   */
  String read(String prompt) {
    String secret = console == null ? line() : typed(console, prompt);
    if (secret.isEmpty()) {
      throw new InvalidException(
          "the client secret is missing: type it, or write it to the standard input, or set"
              + " FLOWFORGE_CLIENT_SECRET");
    }
    return secret;
  }

  private static String typed(Console console, String prompt) {
    char[] typed = console.readPassword("%s: ", prompt);
    if (typed == null) {
      return "";
    }
    String secret = new String(typed).strip();
    Arrays.fill(typed, ' ');
    return secret;
  }

  /** Returns the first line. */
  private String line() {
    var line = new ByteArrayOutputStream();
    try {
      int next = input.read();
      while (next >= 0 && next != '\n') {
        if (line.size() == MAX_BYTES) {
          throw new InvalidException(
              "the standard input begins with more than %d bytes, which is no client secret"
                  .formatted(MAX_BYTES));
        }
        line.write(next);
        next = input.read();
      }
    } catch (IOException e) {
      throw new InvalidException("cannot read the client secret from the standard input: " + e);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
