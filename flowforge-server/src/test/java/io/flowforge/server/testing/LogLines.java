package io.flowforge.server.testing;

import io.flowforge.trace.LogfmtFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that a class logs from now on, at every level, as a server writes them. */
public final class LogLines extends Handler implements AutoCloseable {

  private final Logger logger;
  private final Level level;
  private final LogfmtFormatter format = new LogfmtFormatter();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /**
   * Starts to listen.
   *
   * @param logger the name of a class or a package
   */
  public LogLines(String logger) {
    this.logger = Logger.getLogger(logger);
    level = this.logger.getLevel();
    this.logger.setLevel(Level.ALL);
    this.logger.addHandler(this);
  }

  /** Returns the lines that contain the text, each without its end. */
  public List<String> containing(String text) {
    return lines.stream().filter(line -> line.contains(text)).map(String::strip).toList();
  }

  @Override
  public void publish(LogRecord event) {
    // Here and now: the id of the call is that of the current thread.
    lines.add(format.format(event));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(level);
  }
}
