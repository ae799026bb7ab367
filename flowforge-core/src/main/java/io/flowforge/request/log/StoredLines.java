package io.flowforge.request.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * The lines that one row of the table holds, because they were written together: {@code level} and
 * {@code logged_at} are those of the first, and each of the others begins with the first letter of
 * its level and with its distance in time. A server of an earlier release shows them as one line.
 *
 * @param text the lines, with line feeds between them
 */
record StoredLines(LogLine.Level level, Instant loggedAt, String text) {

  Stream<LogLine> lines() {
    int end = text.indexOf('\n');
    return end < 0
        ? Stream.of(new LogLine(level, loggedAt, text))
        : Stream.concat(
            Stream.of(new LogLine(level, loggedAt, text.substring(0, end))),
            text.substring(end + 1).lines().map(this::further));
  }

  /** Reads a line such as {@code I1250 Response status 200}, 1250 microseconds after the first. */
  private LogLine further(String line) {
    int space = line.indexOf(' ');
    return new LogLine(
        line.charAt(0) == 'E' ? LogLine.Level.ERROR : LogLine.Level.INFO,
        loggedAt.plus(Long.parseLong(line, 1, space, 10), ChronoUnit.MICROS),
        line.substring(space + 1));
  }
}
