package io.flowforge.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * What is logged, and how: one line each to standard error, of Flowforge the facts and of the
 * libraries only what is wrong. {@code -Djava.util.logging.config.file} replaces all of it.
 */
final class ConsoleLog {

  private static final String CONFIGURATION =
      """
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = ALL
      java.util.logging.SimpleFormatter.format = %1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n
      .level = WARNING
      io.flowforge.level = INFO
      # mongo-java-server has no secondary indexes and says so at each start; it does without.
      de.bwaldvogel.mongo.backend.AbstractMongoDatabase.level = SEVERE
      """;

  private ConsoleLog() {}

  static void configure() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
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
}
