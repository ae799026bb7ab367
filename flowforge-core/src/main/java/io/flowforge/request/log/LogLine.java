package io.flowforge.request.log;

import io.flowforge.text.OneLine;
import io.flowforge.trace.TraceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** One line of the log of a step. */
public record LogLine(Level level, Instant loggedAt, String text) {

  private static final int MAX_LENGTH = 4_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** The severity of a line. */
  public enum Level {
    INFO,
    ERROR
  }

  /** Reduces the text to one line of bounded length that PostgreSQL can store. */
  public LogLine {
    text = OneLine.of(text).strip();
    if (text.length() > MAX_LENGTH) {
      // Do not split a surrogate pair.
      boolean isHalf = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
      text = text.substring(0, isHalf ? MAX_LENGTH - 1 : MAX_LENGTH) + " (cut)";
    }
  }

  /** Returns the text of a line with the id of the API call behind the work, if there is one. */
  public static Optional<String> textOfCause() {
    return Optional.of(TraceId.current()).filter(id -> !id.isEmpty()).map("Request id "::concat);
  }

  /**
   * Returns the line as clients show it: {@code [step name] 2026/01/31 08:00:00 [INFO] text}, in
   * UTC.
   */
  String shown(String stepName) {
    return "[%s] %s [%s] %s".formatted(OneLine.of(stepName), TIME.format(loggedAt), level, text);
  }
}
