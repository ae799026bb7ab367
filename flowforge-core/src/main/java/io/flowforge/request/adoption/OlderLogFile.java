package io.flowforge.request.adoption;

import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log file of an older system, with lines such as {@code [step] 2026/01/31 08:00:00 [INFO] text}.
 * A line of another form continues the one before. Times are read as UTC.
 */
record OlderLogFile(String step, Path file) {

  private static final int MAX_LINES = 10_000;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");

  private static final int LENGTH_OF_TIME = "2026/01/31 08:00:00".length();

  /**
   * Reads the lines, at most as many as the log of a step may have.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  List<LogLine> lines() {
    List<LogLine> lines = new ArrayList<>();
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(StepLogStore.MAX_BYTES + 1);
      boolean isWhole = bytes.length <= StepLogStore.MAX_BYTES;
      var last = new LogLine(LogLine.Level.INFO, Files.getLastModifiedTime(file).toInstant(), "");
      List<String> texts =
          new String(bytes, StandardCharsets.UTF_8).lines().limit(MAX_LINES + 1L).toList();
      for (String text : texts.subList(0, Math.min(texts.size(), MAX_LINES))) {
        last = lineOf(text).orElse(new LogLine(last.level(), last.loggedAt(), text));
        lines.add(last);
      }
      if (!isWhole || texts.size() > MAX_LINES) {
        lines.add(new LogLine(LogLine.Level.INFO, last.loggedAt(), StepLogStore.LEFT_OUT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private Optional<LogLine> lineOf(String text) {
    String begin = "[" + step + "] ";
    int level = begin.length() + LENGTH_OF_TIME;
    if (!text.startsWith(begin) || !text.startsWith(" [", level)) {
      return Optional.empty();
    }
    int end = text.indexOf("] ", level);
    return end < 0
        ? Optional.empty()
        : timeOf(text.substring(begin.length(), level))
            .map(
                time ->
                    new LogLine(
                        text.startsWith("ERROR", level + 2)
                            ? LogLine.Level.ERROR
                            : LogLine.Level.INFO,
                        time,
                        text.substring(end + 2)));
  }

  private static Optional<Instant> timeOf(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
