package io.flowforge.trace;

import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A log format of {@code name=value} pairs, one event per line, with the id of the call that caused
 * it. A library's message becomes one value, {@code msg}. Line breaks in messages are replaced, so
 * nobody can forge a line; only the stack trace of an exception follows on indented lines.
 */
public final class LogfmtFormatter extends Formatter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String format(LogRecord event) {
    var line = new StringBuilder(256);
    line.append("time=").append(TIME.format(event.getInstant()));
    line.append(" level=").append(event.getLevel().getName());
    line.append(" logger=").append(event.getLoggerName());
    line.append(' ').append(pairs(OneLine.of(formatMessage(event))));
    if (!TraceId.current().isEmpty()) {
      line.append(" request_id=").append(TraceId.current());
    }
    line.append(System.lineSeparator());
    if (event.getThrown() != null) {
      line.append(traceOf(event.getThrown()));
    }
    return line.toString();
  }

  /** Returns the message as pairs; our own messages are pairs already and begin with the event. */
  private static String pairs(String message) {
    return message.startsWith("event=")
        ? message.replace('\t', ' ')
        : "msg=" + LogEvent.inQuotes(message);
  }

  private static String traceOf(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString()
        .lines()
        .map(line -> "\t" + OneLine.of(line) + System.lineSeparator())
        .reduce("", String::concat);
  }
}
