package io.flowforge.testing;

import io.flowforge.trace.LogfmtFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that a logger and those below it write while this is open, as a server writes them. */
public final class RecordedLog implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Lines handler = new Lines();
  private final Logger logger;

  /** Records the loggers of a package. */
  public RecordedLog(String packageName) {
    logger = Logger.getLogger(packageName);
    logger.addHandler(handler);
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
