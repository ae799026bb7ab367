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
 * The configuration of logging: one line per event on standard error, from Flowforge at INFO and
 * from libraries at WARNING. {@code -Djava.util.logging.config.file} replaces it.
 */
public final class ConsoleLog {

  private static final String CONFIGURATION =
      """
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = ALL
      java.util.logging.ConsoleHandler.formatter = io.flowforge.trace.LogfmtFormatter
      .level = WARNING
      io.flowforge.level = INFO
      # mongo-java-server warns at each start that it has no secondary indexes.
      de.bwaldvogel.mongo.backend.AbstractMongoDatabase.level = SEVERE
      # Logs more than a hundred lines if a port is taken; our own message has one.
      io.helidon.webserver.LoomServer.level = OFF
      """;

  private static final int MAX_BYTES = 10_000_000;

  private ConsoleLog() {}

  /** Configures logging; must be called before anything is logged. */
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
   * Sends the log to a file, and only warnings to standard error as well, for commands that talk to
   * a person. The file and its predecessor have at most {@value #MAX_BYTES} bytes each.
   *
   * @throws UnavailableException if the file cannot be written
   */
  public static void moveToFile(Path file) {
    if (isConfiguredByOthers()) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // A percent sign in the path is not a pattern.
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
