package io.flowforge.cli.output;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogfmtFormatter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * What is logged, and how: one line each to standard error, of Flowforge the facts and of the
 * libraries only what is wrong. {@code -Djava.util.logging.config.file} replaces all of it.
 */
public final class ConsoleLog {

  private static final String CONFIGURATION =
      """
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = ALL
      java.util.logging.ConsoleHandler.formatter = io.flowforge.trace.LogfmtFormatter
      .level = WARNING
      io.flowforge.level = INFO
      # mongo-java-server has no secondary indexes and says so at each start; it does without.
      de.bwaldvogel.mongo.backend.AbstractMongoDatabase.level = SEVERE
      # Tells over a hundred lines that a port is taken; whoever starts a server tells it in one.
      io.helidon.webserver.LoomServer.level = OFF
      """;

  private static final int MAX_BYTES = 10_000_000;

  private ConsoleLog() {}

  /** To be called first, before anything is logged. */
  public static void configure() {
    if (isConfiguredByOthers()) {
      return;
    }
    try {
      LogManager.getLogManager()
          .readConfiguration(
              new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From now on the facts go to a file, and only what is wrong to standard error too: for commands
   * that talk to a person. The file is kept to twice {@value #MAX_BYTES} bytes.
   *
   * @throws UnavailableException when it cannot be written there
   */
  public static void moveToFile(Path file) {
    if (isConfiguredByOthers()) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // A percent sign in the path itself must not be taken for a pattern.
      String pattern = file.toString().replace("%", "%%") + ".%g";
      var handler = new FileHandler(pattern, MAX_BYTES, 2, true);
      handler.setFormatter(new LogfmtFormatter());
      Logger root = Logger.getLogger("");
      for (Handler console : root.getHandlers()) {
        console.setLevel(Level.WARNING);
      }
      root.addHandler(handler);
    } catch (IOException e) {
      throw new UnavailableException("cannot write the log " + file + ": " + e, e);
    }
  }

  private static boolean isConfiguredByOthers() {
    return System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null;
  }
}
