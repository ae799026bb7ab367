package io.flowforge.trace;

import io.flowforge.text.CharacterKind;
import java.util.Locale;

/**
 * A log message of facts: {@code event=NAME name=value ...}. A value that is empty or holds a
 * blank, a quote, an equals sign or a character that is not plain is quoted and escaped, so that no
 * value can end its pair or begin another. Not safe for use by several threads.
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
    boolean isPlain = !value.isEmpty() && value.codePoints().noneMatch(LogEvent::needsQuotes);
    return isPlain ? value : inQuotes(value);
  }

  /** Returns the value in quotes, escaped so that it cannot end them. */
  static String inQuotes(String value) {
    var quoted = new StringBuilder(value.length() + 2).append('"');
    value.codePoints().forEach(codePoint -> append(quoted, codePoint));
    return quoted.append('"').toString();
  }

  private static boolean needsQuotes(int codePoint) {
    return codePoint == ' '
        || codePoint == '"'
        || codePoint == '='
        || codePoint == '\\'
        || isNotPlain(codePoint);
  }

  private static void append(StringBuilder quoted, int codePoint) {
    switch (codePoint) {
      case '"', '\\' -> quoted.append('\\').appendCodePoint(codePoint);
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isNotPlain(codePoint)) {
          quoted.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
        } else {
          quoted.appendCodePoint(codePoint);
        }
      }
    }
  }

  private static boolean isNotPlain(int codePoint) {
    return CharacterKind.of(codePoint) != CharacterKind.PLAIN;
  }
}
