package io.flowforge.cli.output;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogfmtFormatter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
      # Netty warns on a machine without network.
      io.netty.util.internal.MacAddressUtil.level = SEVERE
      # Logs more than a hundred lines if a port is taken; our own message has one.
      io.helidon.webserver.LoomServer.level = OFF
      """;

  private static final int MAX_BYTES = 10_000_000;

  private static final String CLASS_PROPERTY = "java.util.logging.config.class";

  /** Set as soon as logging is set up. */
  private static final String USE_PROPERTY = "flowforge.log";

  /**
   * Configures logging, which this constructor is called for when the first logger is asked for.
   *
   * @see LogManager
   */
  public ConsoleLog() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.ISO_8859_1)));
    System.setProperty(USE_PROPERTY, "console");
  }

  /**
   * Makes this the configuration of logging, unless there is another one; must be called before
   * anything is logged. Most commands log nothing, and do not wait for logging to be set up.
   */
  public static void configureAtFirstUse() {
    if (!isConfiguredByOthers()) {
      System.setProperty(CLASS_PROPERTY, ConsoleLog.class.getName());
    }
  }

  /** Returns whether something may have been logged. */
  public static boolean isInUse() {
    return isConfiguredByOthers() || System.getProperty(USE_PROPERTY) != null;
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
      showWarningsOn(root);
      root.addHandler(handler);
    } catch (IOException e) {
      throw new UnavailableException("cannot write the log " + file + ": " + e, e);
    }
  }

  /** Shows only warnings, for commands whose output is read by people or programs. */
  public static void showOnlyWarnings() {
    if (!isConfiguredByOthers()) {
      showWarningsOn(Logger.getLogger(""));
    }
  }

  private static void showWarningsOn(Logger root) {
    for (Handler console : root.getHandlers()) {
      console.setLevel(Level.WARNING);
    }
  }

  private static boolean isConfiguredByOthers() {
    String configuration = System.getProperty(CLASS_PROPERTY, ConsoleLog.class.getName());
    return System.getProperty("java.util.logging.config.file") != null
        || !configuration.equals(ConsoleLog.class.getName());
  }
}
