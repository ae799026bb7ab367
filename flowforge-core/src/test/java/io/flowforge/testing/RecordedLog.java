package io.flowforge.testing;

import io.flowforge.trace.LogfmtFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The lines that a logger and those below it write while this is open, as a server writes them. */
public final class RecordedLog implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Lines handler = new Lines();
  private final Logger logger;
  private final @Nullable Level level;

  /** Records the loggers of a package. */
  public RecordedLog(String packageName) {
    logger = Logger.getLogger(packageName);
    level = logger.getLevel();
    logger.addHandler(handler);
  }

  /** Records everything that anybody logs, however unimportant. */
  public static RecordedLog ofEverything() {
    return ofDetails("");
  }

  /** Records the loggers of a package, and what they say for developers, too. */
  public static RecordedLog ofDetails(String packageName) {
    var details = new RecordedLog(packageName);
    details.logger.setLevel(Level.ALL);
    return details;
  }

  /** All lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The lines of that event so far. */
  public List<String> linesOf(String event) {
    return lines.stream().filter(line -> line.contains(" event=" + event + " ")).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(level);
  }

  private final class Lines extends Handler {

    private final LogfmtFormatter format = new LogfmtFormatter();

    @Override
    public void publish(LogRecord event) {
      // On the thread that logs, which knows the call behind the event.
      lines.add(format.format(event).strip());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
