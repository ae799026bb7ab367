package io.flowforge.trace;

import java.util.Locale;

/**
 * A log message of facts: {@code event=NAME name=value ...}. A value that is empty or holds a
 * blank, a quote, an equals sign or a control character is quoted and escaped, so that no value can
 * end its pair or begin another. Not safe for use by several threads.
 *
 * <p>Passed to {@link System.Logger#log(System.Logger.Level, Object)}, it is formatted only if the
 * level is enabled.
 *
 * @see <a href="https://brandur.org/logfmt">logfmt</a>
 */
public final class LogEvent {

  private final StringBuilder line;

  private LogEvent(String name) {
    line = new StringBuilder("event=").append(name);
  }

  /** Starts the message of an event. */
  public static LogEvent of(String name) {
    return new LogEvent(name);
  }

  /** Adds a pair. */
  public LogEvent with(String name, Object value) {
    line.append(' ').append(name).append('=').append(quoted(String.valueOf(value)));
    return this;
  }

  @Override
  public String toString() {
    return line.toString();
  }

  private static String quoted(String value) {
    boolean isPlain = !value.isEmpty() && value.chars().noneMatch(LogEvent::needsQuotes);
    return isPlain ? value : inQuotes(value);
  }

  /** Returns the value in quotes, escaped so that it cannot end them. */
  static String inQuotes(String value) {
    var quoted = new StringBuilder(value.length() + 2).append('"');
    value.chars().forEach(character -> append(quoted, (char) character));
    return quoted.append('"').toString();
  }

  private static boolean needsQuotes(int character) {
    return character <= ' '
        || character == '"'
        || character == '='
        || character == '\\'
        || isLineBreakOrControl(character);
  }

  private static void append(StringBuilder quoted, char character) {
    switch (character) {
      case '"', '\\' -> quoted.append('\\').append(character);
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isLineBreakOrControl(character)) {
          quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
        } else {
          quoted.append(character);
        }
      }
    }
  }

  /** Includes U+2028 and U+2029, at which some log viewers break a line. */
  private static boolean isLineBreakOrControl(int character) {
    return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
  }
}
