package io.flowforge.request;

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

  /** How much a line matters. */
  public enum Level {
    INFO,
    ERROR
  }

  /** Keeps it one line of bounded length, in characters, and of what PostgreSQL can store. */
  public LogLine {
    text = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029&&[^\t]]+", " ").strip();
    if (text.length() > MAX_LENGTH) {
      // Never between the two halves of a character.
      boolean isHalf = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
      text = text.substring(0, isHalf ? MAX_LENGTH - 1 : MAX_LENGTH) + " (cut)";
    }
  }

  /** What a line says that names the call behind the work; empty when none is known. */
  public static Optional<String> textOfCause() {
    return Optional.of(TraceId.current()).filter(id -> !id.isEmpty()).map("Request id "::concat);
  }

  /** As clients show it: {@code [step name] 2026/01/31 08:00:00 [INFO] text}, in UTC. */
  String shown(String stepName) {
    return "[%s] %s [%s] %s".formatted(stepName, TIME.format(loggedAt), level, text);
  }
}
